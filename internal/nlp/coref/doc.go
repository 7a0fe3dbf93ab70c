// Package coref joins the mentions of one document into entities.
package coref
