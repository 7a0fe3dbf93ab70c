package cli

// commands lists the commands in the order in which help shows them.
func (a *app) commands() []grouped {
	return []grouped{
		{"build", a.ingest()},
		{"build", a.extract()},
		{"build", a.retract()},
		{"build", a.examples()},
		{"ask", a.query()},
		{"ask", a.queries()},
		{"ask", a.report()},
		{"ask", a.cypher()},
		{"keep", a.verify()},
		{"keep", a.digest()},
		{"keep", a.export()},
		{"keep", a.importing()},
		{"keep", a.backup()},
		{"keep", a.restore()},
		{"keep", a.serve()},
		{"keep", a.schema()},
		{"keep", a.eval()},
		{"keep", a.train()},
		{"keep", a.config()},
		{"keep", a.doctor()},
		{"keep", a.version()},
	}
}
