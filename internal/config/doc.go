// Package config reads flags, environment, file and defaults into one settings value and
// remembers where each came from.
package config
