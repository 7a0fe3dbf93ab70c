"""A plain BERT encoder in torch, and its word pieces, from the ONNX file and tokenizer.json of an embedding model."""

import json
import unicodedata

import onnx
import torch
import torch.nn.functional as F
from onnx import numpy_helper
from torch import nn

MAX_PIECES = 8  # of one word: addresses of pages have dozens
CASES = 6  # what `case` gives: 0 to 5


class WordPieces:
    """Uncased word pieces of words that are given apart."""

    def __init__(self, path):
        with open(path, encoding="utf-8") as f:
            self.vocab = json.load(f)["model"]["vocab"]
        self.cls, self.sep, self.mask, self.unknown = (self.vocab[t] for t in ("[CLS]", "[SEP]", "[MASK]", "[UNK]"))
        self.known = {}

    def __call__(self, word):
        """The ids of a word's pieces, at least one and at most MAX_PIECES."""
        if word not in self.known:
            ids = [i for part in split_marks(word) for i in self.longest(part)]
            self.known[word] = ids[:MAX_PIECES] or [self.unknown]
        return self.known[word]

    def longest(self, part):
        ids, at = [], 0
        while at < len(part):
            for end in range(len(part), at, -1):
                i = self.vocab.get(("##" if at else "") + part[at:end])
                if i is not None:
                    ids.append(i)
                    at = end
                    break
            else:
                return [self.unknown]
        return ids


def split_marks(word):
    """A word in lower case without accents, cut at its punctuation marks and spaces."""
    parts, fresh = [], True
    for c in unicodedata.normalize("NFD", word.lower()):
        if unicodedata.category(c) == "Mn":
            continue
        mark = unicodedata.category(c).startswith("P") or c in "$+<=>^`|~"
        if c.isspace():
            fresh = True
        elif mark or fresh:
            parts.append(c)
            fresh = mark
        else:
            parts[-1] += c
    return parts


def case(word):
    """How a word is written, which the pieces do not tell: 1 lower, 2 Title, 3 UPPER, 4 mixed, 5 without letters."""
    if not any(c.isalpha() for c in word):
        return 5
    if word.islower():
        return 1
    if word.isupper() and len(word) > 1:
        return 3
    return 2 if word[0].isupper() and word[1:] == word[1:].lower() else 4


class Layer(nn.Module):
    def __init__(self, width, heads, inner, dropout):
        super().__init__()
        self.heads, self.dropout = heads, dropout
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm1 = nn.LayerNorm(width, eps=1e-12)
        self.up, self.down = nn.Linear(width, inner), nn.Linear(inner, width)
        self.norm2 = nn.LayerNorm(width, eps=1e-12)

    def forward(self, x, mask):
        b, n, d = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, self.heads, d // self.heads).permute(2, 0, 3, 1, 4)
        # Written out: for short sentences on a CPU it is several times faster than scaled_dot_product_attention.
        a = (q @ k.transpose(2, 3)) * (d // self.heads) ** -0.5 + mask.to(q.dtype)
        a = self.out((a.softmax(-1).to(v.dtype) @ v).transpose(1, 2).reshape(b, n, d))
        x = self.norm1(x + shared_dropout(a, self.dropout, self.training))
        a = self.down(F.gelu(self.up(x)))
        return self.norm2(x + shared_dropout(a, self.dropout, self.training))


def shared_dropout(x, p, training):
    """Dropout of the same units in all words of a sentence."""
    if not training:
        return x
    return x * F.dropout(torch.ones_like(x[:, :1]), p)


class Encoder(nn.Module):
    """BERT. To the embedding of a piece it adds one, at first zero, of how the piece's word is written."""

    def __init__(self, vocab, positions, width, inner, layers, dropout=0.1):
        super().__init__()
        self.width, self.dropout = width, dropout
        self.words = nn.Embedding(vocab, width)
        self.positions = nn.Embedding(positions, width)
        self.cases = nn.Embedding(CASES, width)
        nn.init.zeros_(self.cases.weight)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.layers = nn.ModuleList(Layer(width, width // 32, inner, dropout) for _ in range(layers))

    def forward(self, ids, cases):
        """The outputs of all layers, the embeddings first. Id 0 is padding."""
        x = self.words(ids) + self.positions.weight[: ids.shape[1]] + self.cases(cases)
        x = shared_dropout(self.norm(x), self.dropout, self.training)
        mask = torch.where(ids == 0, -1e4, 0.0)[:, None, None, :]
        outs = [x]
        for layer in self.layers:
            x = layer(x, mask)
            outs.append(x)
        return outs


def read_encoder(path):
    """The encoder with the weights of an ONNX file as transformers exports BERT."""
    graph = onnx.load(path).graph
    w = {t.name: torch.from_numpy(numpy_helper.to_array(t).copy()) for t in graph.initializer}
    for node in graph.node:  # the export names the matrices by number; the nodes that multiply by them have the names
        if node.op_type == "MatMul" and node.input[1] in w:
            name = node.name.strip("/").removesuffix("/MatMul").replace("/", ".")
            w[name + ".weight"] = w[node.input[1]].T
    layers = 1 + max(int(k.split(".")[2]) for k in w if k.startswith("encoder.layer."))
    vocab, width = w["embeddings.word_embeddings.weight"].shape
    positions = w["embeddings.position_embeddings.weight"].shape[0]
    inner = w["encoder.layer.0.intermediate.dense.bias"].shape[0]
    e = Encoder(vocab, positions, width, inner, layers)

    def put(module, *names):
        for kind in ("weight", "bias"):
            getattr(module, kind).data.copy_(torch.cat([w[f"{n}.{kind}"] for n in names]))

    e.words.weight.data.copy_(w["embeddings.word_embeddings.weight"] + w["embeddings.token_type_embeddings.weight"][0])
    e.positions.weight.data.copy_(w["embeddings.position_embeddings.weight"])
    put(e.norm, "embeddings.LayerNorm")
    for i, layer in enumerate(e.layers):
        at = f"encoder.layer.{i}."
        put(layer.qkv, *(f"{at}attention.self.{n}" for n in ("query", "key", "value")))
        put(layer.out, at + "attention.output.dense")
        put(layer.norm1, at + "attention.output.LayerNorm")
        put(layer.up, at + "intermediate.dense")
        put(layer.down, at + "output.dense")
        put(layer.norm2, at + "output.LayerNorm")
    return e
