"""The teacher: an encoder with scorers of tags and, deep biaffine (Dozat and Manning 2017), of heads and relations."""

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from encoder import CASES, case, read_encoder, shared_dropout

LAYERS = 4  # of the encoder that are mixed, the last ones
HIDE = 0.08  # share of words whose pieces are masked in training
NONE = -100  # the number of a class that is not known, which cross_entropy leaves out
PIECES = 1408  # in a batch, padding counted: about a thousand words
MAX_BREADTH = 192


class Biaffine(nn.Module):
    """Scores of pairs of vectors for each of a number of classes."""

    def __init__(self, width, classes):
        super().__init__()
        self.u = nn.Parameter(torch.zeros(classes, width + 1, width + 1))
        nn.init.normal_(self.u, std=width**-1)

    def pairs(self, x, y):
        """Of every x with every y, for the only class: [sentence, x, y]."""
        return one(x) @ self.u[0] @ one(y).transpose(1, 2)

    def each(self, x, y):
        """Of every x with its own y: [x, class]."""
        return torch.einsum("nd,ode,ne->no", one(x), self.u, one(y))


def one(x):
    return torch.cat([x, torch.ones_like(x[..., :1])], -1)


class Teacher(nn.Module):
    """xpos, upos and deps give the numbers of names; pairs are the numbers of the two tags that occur together."""

    def __init__(self, encoder, xpos, upos, pairs, deps, arc=384, label=128, drop=0.33):
        super().__init__()
        self.xpos, self.upos, self.pairs, self.deps = xpos, upos, pairs, deps
        self.encoder, self.drop = encoder, drop
        self.mix = nn.Parameter(torch.zeros(2, LAYERS))  # of the layers, for tags and for the tree
        self.case = nn.Embedding(CASES, 32)
        width = encoder.width + 32
        self.tag_hidden = nn.Linear(width, 256)
        self.tag_x, self.tag_u = nn.Linear(256, len(xpos)), nn.Linear(256, len(upos))
        self.arc_head, self.arc_dep = nn.Linear(width, arc), nn.Linear(width, arc)
        self.label_head, self.label_dep = nn.Linear(width, label), nn.Linear(width, label)
        self.arc, self.label = Biaffine(arc, 1), Biaffine(label, len(deps))
        self.register_buffer("pair_x", torch.tensor([x for x, _ in pairs]))
        self.register_buffer("pair_u", torch.tensor([u for _, u in pairs]))

    def forward(self, b):
        """Scores of both tags and of heads, [sentence, word, class], and what labels needs. Word 0 is the root."""
        outs = self.encoder(b.ids, b.cases)[-LAYERS:]
        mixed = (sum(w * x for w, x in zip(m.softmax(0), outs)) for m in self.mix)
        tags, tree = (torch.cat([b.spread @ x, self.case(b.word_cases)], -1) for x in mixed)
        tags = self.hidden(self.tag_hidden, self.dropped(tags))
        tree = self.dropped(tree)
        arcs = self.arc.pairs(self.hidden(self.arc_dep, tree), self.hidden(self.arc_head, tree)).float()
        itself = torch.eye(arcs.shape[1], dtype=torch.bool)
        arcs = arcs.masked_fill(b.padding[:, None, :] | itself, -1e4)
        ends = self.hidden(self.label_head, tree), self.hidden(self.label_dep, tree)
        return self.tag_x(tags).float(), self.tag_u(tags).float(), arcs, ends

    def labels(self, ends, heads):
        """Scores of the relations of words to the given heads: [sentence, word, relation]."""
        head, dep = ends
        head = head.gather(1, heads[..., None].expand(-1, -1, head.shape[2]))
        return self.label.each(head.flatten(0, 1), dep.flatten(0, 1)).float().unflatten(0, heads.shape)

    def hidden(self, layer, x):
        return self.dropped(F.gelu(layer(x)))

    def dropped(self, x):
        return shared_dropout(x, self.drop, self.training)

    def loss(self, b):
        heads, deps, xpos, upos = b.gold
        x, u, arcs, ends = self(b)
        scored = ((arcs, heads, 1), (self.labels(ends, heads.clamp(min=0)), deps, 1), (x, xpos, 0.5), (u, upos, 0.25))
        return sum(weight * F.cross_entropy(s.flatten(0, 1), gold.flatten()) for s, gold, weight in scored)


def names(train):
    """The names that the training part has, and the pairs of tags that it has more than twice."""

    def number(values):
        return {v: i for i, v in enumerate(sorted(set(values)))}

    classes = [c for s in train for c in s.classes]
    xpos, upos = number(x for x, _ in classes), number(u for _, u in classes)
    seen = {}
    for c in classes:
        seen[c] = seen.get(c, 0) + 1
    pairs = sorted((xpos[x], upos[u]) for (x, u), n in seen.items() if n > 2)
    return xpos, upos, pairs, number(d for s in train for d in s.deps)


def save(model, encoder, path):
    parts = (model.xpos, model.upos, model.pairs, model.deps)
    torch.save({"state": model.state_dict(), "names": parts, "encoder": encoder}, path)


def load(path):
    """A teacher and the path of its encoder."""
    saved = torch.load(path, weights_only=True)
    model = Teacher(read_encoder(saved["encoder"] + ".onnx"), *saved["names"])
    model.load_state_dict(saved["state"])
    return model.eval(), saved["encoder"]


class Batch:
    """Sentences of one breadth as tensors; there are as many words as pieces, and as many rows as the breadth allows.

    With a model and annotated sentences it has the gold classes; with rand some words' pieces are masked.
    """

    def __init__(self, some, pieces, model=None, rand=None):
        width = breadth(some[0], pieces)
        n = rows(width)
        ids, cases, word_cases = (np.zeros(shape, np.int64) for shape in ((n, width), (n, width), (n, width)))
        spread, padding = np.zeros((n, width, width), np.float32), np.ones((n, width), bool)
        gold = np.full((4, n, width), NONE, np.int64)
        for i, s in enumerate(some):
            ids[i, 0], spread[i, 0, 0], at = pieces.cls, 1, 1
            for j, word in enumerate(s.words, 1):
                p, c = pieces(word), case(word)
                here = slice(at, at + len(p))
                ids[i, here] = pieces.mask if rand and rand.random() < HIDE else p
                cases[i, here], word_cases[i, j], spread[i, j, here] = c, c, 1 / len(p)
                at += len(p)
            ids[i, at] = pieces.sep
            end = len(s.words) + 1
            padding[i, :end] = False
            if model:
                gold[0, i, 1:end] = s.heads
                gold[1, i, 1:end] = [model.deps.get(d, NONE) for d in s.deps]
                gold[2, i, 1:end] = [model.xpos.get(x, NONE) for x, _ in s.classes]
                gold[3, i, 1:end] = [model.upos.get(u, NONE) for _, u in s.classes]
        self.ids, self.cases, self.word_cases, self.spread, self.padding, self.gold = map(
            torch.from_numpy, (ids, cases, word_cases, spread, padding, gold)
        )


def breadth(sentence, pieces):
    """The pieces of a sentence, rounded up: few breadths are few shapes of tensors, and each new shape costs time."""
    n = 2 + sum(len(pieces(w)) for w in sentence.words)
    step = 8 if n <= 64 else 32
    return -(-n // step) * step


def rows(width):
    return max(1, PIECES // width)


def batches(some, pieces, rand=None):
    """Sentences in groups of the same breadth: the shorter breadths first, or shuffled if there is rand."""
    by = {}
    for s in some:
        by.setdefault(breadth(s, pieces), []).append(s)
    groups = []
    for width, of in sorted(by.items()):
        if rand:
            rand.shuffle(of)
        groups += [of[i : i + rows(width)] for i in range(0, len(of), rows(width))]
    if rand:
        rand.shuffle(groups)
    return groups
