// Package tck runs the openCypher Technology Compatibility Kit against any Bolt address through
// the official driver.
package tck
