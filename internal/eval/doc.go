// Package eval scores predicted graphs against gold graphs by the definitions of the project's
// ontology.
package eval
