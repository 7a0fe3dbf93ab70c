"""A neural tagger and parser that teaches the small ones: it labels news for them to learn from.

It is trained on the training parts of the treebanks, keeps the epoch that is best on their development parts, and
writes tags, projective trees and its confidence in each word's arc for sentences that have none.

    teacher.py train --data DATA --encoder ENCODER --model MODEL
    teacher.py test  --data DATA --model MODEL
    teacher.py label --model MODEL --input SENTENCES --output SILVER

DATA is the folder of data that `newsgraph train` reads. ENCODER is the path of bge-small-en-v1.5 as
requirements.txt says where to find it, without ".onnx". Several models, with commas between, vote by the means of their
probabilities. SENTENCES and SILVER are gzipped JSON lines like the treebanks'; of SENTENCES only `sentences` and
`tokens.form` are read, and no sentence may have more than 510 word pieces. SILVER has empty lemmas and, beside the
treebanks' annotations, `tokens.conf`: the probability of a word's head and relation, which is right about as often as
it says.

On one core with bfloat16 matrices training takes 20 minutes (1,200 words a second) and labelling a million words 7
minutes (2,600 a second). A model of seed 1, trained before the code was put in this order, which changes the random
numbers, scored, all words counted, with the roles of roles.go beside this folder:

              UAS   LAS   XPOS  UPOS  roles
    EWT dev   92.9  90.5  96.2  96.8  91.6
    GUM dev   92.6  90.2  97.5  97.8  92.1   without news
    EWT test  92.8  90.4  96.2  96.9  92.9
    GUM test  91.9  89.4  97.4  97.5  91.2
    GUM news  91.9  89.9  97.8  98.1  89.3   test and dev

Seeds are fixed, but the numerical libraries do not promise the same bits on every processor.
"""

import argparse
import gzip
import json
import random
import time
from itertools import islice

import numpy as np
import torch
from torch import nn

import trees
from eisner import project
from encoder import WordPieces, read_encoder
from model import MAX_BREADTH, Batch, Teacher, batches, breadth, load, names, save

EPOCHS = 4
RATE, HEAD_RATE = 1.5e-4, 1e-3  # of learning: of the encoder, of all that is new
WARM_UP = 0.08  # share of the steps
CHUNK = 4000  # records that are labelled at a time


def autocast():
    """Matrices in bfloat16: a processor with instructions for it multiplies them seven times as fast."""
    return torch.autocast("cpu", torch.bfloat16)


def train(args):
    torch.manual_seed(args.seed)
    rand = random.Random(args.seed)
    pieces = WordPieces(args.encoder + "-tokenizer.json")
    all_trees = trees.treebanks(args.data)
    some = [s for s in all_trees if s.split == "train" and breadth(s, pieces) <= MAX_BREADTH]
    model = Teacher(read_encoder(args.encoder + ".onnx"), *names(some))
    some += [s for s in some if s.genre == "news"]
    judges = parts(all_trees)
    judge = judges["EWT dev"] + judges["GUM dev"]

    model.encoder.words.requires_grad_(False)
    model.encoder.positions.requires_grad_(False)
    old = [p for n, p in model.encoder.named_parameters() if p.requires_grad and not n.startswith("cases")]
    new = [p for n, p in model.named_parameters() if not n.startswith("encoder.") or n.startswith("encoder.cases")]
    groups = [{"params": old, "lr": RATE}, {"params": new, "lr": HEAD_RATE}]
    optimizer = torch.optim.AdamW(groups, betas=(0.9, 0.98), weight_decay=0.01, fused=True)
    steps = EPOCHS * len(batches(some, pieces))
    rate = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda i: min((i + 1) / (WARM_UP * steps), 1.02 - i / steps))

    best = 0
    for epoch in range(EPOCHS):
        model.train()
        start, total = time.time(), 0
        for group in batches(some, pieces, rand):
            batch = Batch(group, pieces, model, rand)
            with autocast():
                loss = model.loss(batch)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 5.0)
            optimizer.step()
            rate.step()
            total += loss.item()
        scores = score([model], pieces, judge)
        print(f"epoch {epoch + 1}: loss {total:.0f}, {time.time() - start:.0f} s, {scores}", flush=True)
        if scores["LAS"] > best:
            best = scores["LAS"]
            save(model, args.encoder, args.model)


def parts(all_trees):
    """The parts of the treebanks to choose and to test by. The news of GUM outside the training part is for testing."""
    ewt, gum = ([s for s in all_trees if (s.set == "ud_ewt") == is_ewt] for is_ewt in (True, False))
    news = [s for s in gum if s.genre == "news" and s.split != "train"]
    return {
        "EWT dev": [s for s in ewt if s.split == "dev"],
        "GUM dev": [s for s in gum if s.split == "dev" and s.genre != "news"],
        "EWT test": [s for s in ewt if s.split == "test"],
        "GUM test": [s for s in gum if s.split == "test"],
        "GUM news": news,
    }


@torch.no_grad()
def label(models, pieces, some):
    """Yields each sentence with its classes, heads, relations and confidences, those of the same breadth together."""
    first = models[0]
    deps, xpos, upos = list(first.deps), list(first.xpos), list(first.upos)
    pairs = [(xpos[x], upos[u]) for x, u in first.pairs]
    root = torch.arange(len(deps)) == first.deps["root"]
    for m in models:
        m.eval()
    for group in batches(some, pieces):
        batch = Batch(group, pieces)
        with autocast():
            outs = [m(batch) for m in models]
        x, u, arcs = (mean(o[i] for o in outs) for i in range(3))
        classes = (x.log()[..., first.pair_x] + u.log()[..., first.pair_u]).argmax(-1).tolist()
        logs = arcs.clamp(min=1e-9).log().transpose(1, 2).double().numpy()
        heads = torch.zeros(arcs.shape[:2], dtype=torch.long)
        for i, s in enumerate(group):
            n = len(s.words) + 1
            heads[i, 1:n] = torch.from_numpy(project(np.ascontiguousarray(logs[i, :n, :n]))[1:])
        with autocast():
            of_labels = mean(m.labels(o[3], heads) for m, o in zip(models, outs))
        # The word under the root is the one with the relation root.
        of_labels = of_labels.masked_fill((heads == 0)[..., None] != root, 0)
        certain, best = of_labels.max(-1)
        certain = certain * arcs.gather(2, heads[..., None])[..., 0]
        for i, s in enumerate(group):
            w = slice(1, len(s.words) + 1)
            found = ([pairs[c] for c in classes[i][w]], heads[i, w].tolist(), [deps[d] for d in best[i, w].tolist()])
            yield s, *found, certain[i, w].tolist()


def mean(scores):
    return torch.stack([s.softmax(-1) for s in scores]).mean(0)


def score(models, pieces, some):
    """Percentages of all words, and F1 of roles, with which words are names read from the treebank on both sides."""
    right = dict.fromkeys(("UAS", "LAS", "XPOS", "UPOS"), 0)
    words = both = either = 0
    for s, classes, heads, deps, _ in label(models, pieces, some):
        words += len(s.words)
        arcs = [a == b for a, b in zip(heads, s.heads)]
        right["UAS"] += sum(arcs)
        right["LAS"] += sum(ok and a == b for ok, a, b in zip(arcs, deps, s.deps))
        right["XPOS"] += sum(a[0] == b[0] for a, b in zip(classes, s.classes))
        right["UPOS"] += sum(a[1] == b[1] for a, b in zip(classes, s.classes))
        pos = [u for _, u in s.classes]
        gold, got = trees.roles(s.words, pos, s.heads, s.deps), trees.roles(s.words, pos, heads, deps)
        both, either = both + len(gold & got), either + len(gold) + len(got)
    out = {k: round(100 * n / words, 1) for k, n in right.items()}
    return out | {"roles": round(200 * both / either, 1)}


def write(models, pieces, source, target):
    """Writes the records of a file with annotations. Lemmas are empty."""
    start, words, records = time.time(), 0, trees.read(source)
    with gzip.open(target, "wt", encoding="utf-8") as out:
        while chunk := list(islice(records, CHUNK)):
            some = []
            for r in chunk:
                t, n = r["tokens"], len(r["tokens"]["form"])
                t.update({k: [""] * n for k in ("lemma", "xpos", "upos", "deprel")}, head=[0] * n, conf=[0.0] * n)
                for span in r["sentences"]:
                    s = trees.Sentence(r, *span["tok"])
                    s.tokens, s.at = t, slice(*span["tok"])
                    some.append(s)
            for s, classes, heads, deps, certain in label(models, pieces, some):
                t = s.tokens
                t["xpos"][s.at], t["upos"][s.at] = [x for x, _ in classes], [u for _, u in classes]
                t["head"][s.at], t["deprel"][s.at], t["conf"][s.at] = heads, deps, [round(c, 3) for c in certain]
                words += len(s.words)
            out.writelines(json.dumps(r, ensure_ascii=False) + "\n" for r in chunk)
            print(f"{words} words, {words / (time.time() - start):.0f} a second", flush=True)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("do", choices=("train", "test", "label"))
    for name in ("data", "encoder", "model", "input", "output"):
        p.add_argument("--" + name)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--threads", type=int, default=1, help="more are slower on a busy machine (default %(default)s)")
    args = p.parse_args()
    torch.set_num_threads(args.threads)
    if args.do == "train":
        return train(args)
    loaded = [load(path) for path in args.model.split(",")]
    models, pieces = [m for m, _ in loaded], WordPieces(loaded[0][1] + "-tokenizer.json")
    if args.do == "label":
        return write(models, pieces, args.input, args.output)
    for name, some in parts(trees.treebanks(args.data)).items():
        print(f"{name}: {sum(len(s.words) for s in some)} words, {score(models, pieces, some)}", flush=True)


if __name__ == "__main__":
    main()
