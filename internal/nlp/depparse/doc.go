// Package depparse finds each token's head and relation in Universal Dependencies.
package depparse
