"""Sentences of the project's data files, and the roles of their trees."""

import gzip
import json


class Sentence:
    """Words first to last of a record, with their annotations if it has them. Heads count from 1; 0 is the root."""

    def __init__(self, record, first, last):
        t = record["tokens"]
        self.set, self.split, self.genre = (record.get(k) for k in ("set", "split", "genre"))
        self.words = t["form"][first:last]
        if t.get("head"):
            self.heads, self.deps = t["head"][first:last], t["deprel"][first:last]
            self.classes = list(zip(t["xpos"][first:last], t["upos"][first:last]))


def read(path):
    """The records of a gzipped file of JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as f:
        for line in f:
            yield json.loads(line)


def treebanks(data):
    """The sentences of the EWT and GUM treebanks in a folder of data."""
    paths = (f"{data}/treebank/{name}.jsonl.gz" for name in ("ewt", "gum-open"))
    return [Sentence(r, *s["tok"]) for p in paths for r in read(p) for s in r["sentences"]]


def roles(words, upos, heads, deps):
    """The roles of a tree, as roles.go beside this folder defines them."""
    out = set()
    for i, (head, dep) in enumerate(zip(heads, deps)):
        h = head - 1
        if h < 0:
            continue
        if dep in ("nsubj", "nsubj:outer"):
            out.add(("subject", h, i))
        elif dep == "nsubj:pass":
            out.add(("passive", h, i))
        elif dep == "obj":
            out.add(("object", h, i))
        elif dep in ("obl", "obl:agent"):
            case = next((j for j, d in enumerate(deps) if d == "case" and heads[j] == i + 1), None)
            if case is not None:
                out.add(("oblique", h, i, case))
        elif dep == "conj" and upos[i] == upos[h] == "PROPN":
            out.add(("conjunct", h, i))
        elif dep == "advmod" and words[i].lower() in ("not", "n't", "n’t", "never"):
            out.add(("negation", h, i))
    return out
