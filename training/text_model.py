"""Trains the small Norwegian sentence model on the lexicon: a vector per piece such that phrases of one occupation
meet.

A `StaticEmbedding` of sentence-transformers over this project's own pieces, trained contrastively. Each step draws
occupations, half of them from one group so that the hardest negatives stand side by side, and pulls every phrase
towards its occupation's proxy and another phrase of the occupation, away from all others. Words are dropped at
random, and with some words all but their character pieces, so that the model learns to manage with words it has never
met.

Needs the extra `text` (torch, sentence-transformers). The same lexicon and seed give the same model on one machine; on
another the last bits of floating point may differ, which the written bytes round away except at ties.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from features.occupations import distance_matrix
from features.text import kept
from features.text.classes import known_parts, labelled
from features.text.encoder import PieceEncoder
from features.text.lexicon import Lexicon, read_lexicon
from features.text.pieces import Pieces, clean, neighbour_stems, words
from features.text.understand import TextUnderstanding

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class TextTraining:
    """How the model is trained; the defaults are those that did best on the development phrases."""

    dimensions: int = 64
    epochs: int = 20
    codes_per_batch: int = 128
    learning_rate: float = 0.02
    scale: float = 16.0
    pair_weight: float = 0.3
    word_dropout: float = 0.15
    unseen_word: float = 0.3
    piece_dropout: float = 0.1
    smoothing: float = 0.15
    rarest: int = 2
    """A character piece must occur in so many different words."""


@dataclass(frozen=True)
class Corpus:
    """Phrases as rows of pieces: phrase i holds `rows[starts[i]:starts[i + 1]]`; `word` numbers the words through the
    corpus and `whole` marks pieces that are a word or stem."""

    rows: NDArray[np.int64]
    word: NDArray[np.int64]
    whole: NDArray[np.bool_]
    starts: NDArray[np.int64]
    labels: NDArray[np.int64]


def train_text_model(
    out: Path, seed: int = 1, progress: Progress | None = None, options: TextTraining | None = None
) -> dict[str, float]:
    """Trains on the lexicon and writes the model to `out`, and what it learnt beside it. Returns sizes and the last
    loss, for the record of runs.
    """
    options, lexicon = options or TextTraining(), read_lexicon()
    encoder, loss = fit(lexicon, options, seed, progress)
    encoder.save(out)
    understood = TextUnderstanding.learn(lexicon, PieceEncoder.load(out), encoder.pieces)
    evidence = out.with_name(kept.KEPT.name)
    about = understood.conditions
    fingerprint = kept.lexicon_fingerprint()
    kept.save(understood.occupations, about.evidence, about.naming, about.stance, fingerprint, evidence)
    return {
        "phrases": float(len(lexicon.occupations)),
        "pieces": float(len(encoder.names)),
        "dimensions": float(options.dimensions),
        "loss": loss,
        "megabytes": (out.stat().st_size + evidence.stat().st_size) / 1e6,
    }


def vocabulary(texts: Sequence[str], rarest: int) -> tuple[list[str], Pieces]:
    """The pieces worth a vector, and the cutter that knows the lexicon's own stems as parts of compounds."""
    spoken = Counter(word.folded for text in texts for word in words(clean(text)))
    pieces = Pieces(known_parts(texts) | neighbour_stems())
    found = Counter(piece for word in spoken for piece in set(pieces.of_word(word)))
    return sorted(piece for piece, number in found.items() if piece[0] != "#" or number >= rarest), pieces


def corpus(texts: Sequence[str], labels: Sequence[int], names: Sequence[str], pieces: Pieces) -> Corpus:
    """The phrases as rows of known pieces."""
    places = {name: row for row, name in enumerate(names)}
    rows: list[int] = []
    word_of: list[int] = []
    whole: list[bool] = []
    starts, word = [0], 0
    for text in texts:
        for spoken in words(clean(text)):
            known = [piece for piece in pieces.of_word(spoken.folded) if piece in places]
            rows += [places[piece] for piece in known]
            whole += [piece[0] in "=~" for piece in known]
            word_of += [word] * len(known)
            word += 1
        starts.append(len(rows))
    return Corpus(np.array(rows), np.array(word_of), np.array(whole), np.array(starts), np.array(labels))


def fit(
    lexicon: Lexicon, options: TextTraining, seed: int, progress: Progress | None = None
) -> tuple[PieceEncoder, float]:
    """The trained encoder and the mean loss of the last epoch."""
    import torch
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer, models, pre_tokenizers

    torch.manual_seed(seed)
    torch.use_deterministic_algorithms(True)
    rng = np.random.default_rng(seed)
    texts, labels = labelled(lexicon)
    apart = _distances(int(labels.max()) + 1)
    names, pieces = vocabulary(texts, options.rarest)
    held = corpus(texts, labels.tolist(), names, pieces)
    tokenizer = Tokenizer(models.WordLevel({name: row for row, name in enumerate(names)}, unk_token=names[0]))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    module = StaticEmbedding(tokenizer, embedding_dim=options.dimensions)
    torch.nn.init.normal_(module.embedding.weight, std=0.1)
    targets = torch.from_numpy(_soft_targets(apart, options.smoothing))
    proxies = torch.nn.Parameter(torch.randn(len(targets), options.dimensions) * 0.1)
    optimiser = torch.optim.Adam([*module.parameters(), proxies], lr=options.learning_rate)
    per_epoch = max(1, len(texts) // (2 * options.codes_per_batch))
    steps, loss_sum = options.epochs * per_epoch, 0.0
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, options.learning_rate, total_steps=steps, pct_start=0.1)
    members = _by_label(held.labels)
    for step in range(steps):
        chosen = _draw_pairs(rng, members, apart, options.codes_per_batch)
        rows, offsets = _with_dropout(rng, held, chosen, options)
        module_in = {"input_ids": torch.from_numpy(rows), "offsets": torch.from_numpy(offsets)}
        vectors = torch.nn.functional.normalize(module(module_in)["sentence_embedding"], dim=1)
        loss = _loss(torch, vectors, proxies, held.labels[chosen], targets, options)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        loss_sum = float(loss.detach()) + (0.0 if step % per_epoch == 0 else loss_sum)
        if progress and (step + 1) % per_epoch == 0:
            progress((step + 1) // per_epoch, options.epochs)
    vectors = module.embedding.weight.detach().numpy().astype(np.float32)
    return PieceEncoder(names, vectors, sorted(pieces.parts)), loss_sum / per_epoch


def _loss(
    torch: Any, vectors: Any, proxies: Any, labels: NDArray[np.int64], targets: Any, options: TextTraining
) -> Any:
    """Cross-entropy to the occupations' proxies, and to the partner among all phrases of the batch."""
    code = torch.from_numpy(labels)
    by_proxy = vectors @ torch.nn.functional.normalize(proxies, dim=1).T * options.scale
    proxy_loss = -(targets[code] * torch.log_softmax(by_proxy, dim=1)).sum(dim=1).mean()
    half = len(labels) // 2
    left, right = vectors[:half], vectors[half:]
    by_partner = (left @ right.T * options.scale).masked_fill(
        (code[:half, None] == code[None, half:]) & ~torch.eye(half, dtype=torch.bool), -1e4
    )
    own = torch.arange(half)
    cross = torch.nn.functional.cross_entropy
    pair_loss = (cross(by_partner, own) + cross(by_partner.T, own)) / 2
    return proxy_loss + options.pair_weight * pair_loss


def _distances(classes: int) -> NDArray[np.float64]:
    """Distances between classes: occupations as in practice, what is no task far from everything."""
    apart = np.ones((classes, classes))
    known = distance_matrix()
    apart[: len(known), : len(known)] = known
    np.fill_diagonal(apart, 0)
    return apart


def _soft_targets(apart: NDArray[np.float64], smoothing: float) -> NDArray[np.float32]:
    """What share of a phrase belongs to each occupation: most to its own, the rest to those near in practice."""
    near = np.maximum(0.5 - apart, 0)
    np.fill_diagonal(near, 0)
    share = (near / np.maximum(near.sum(axis=1, keepdims=True), 1e-9) * smoothing).astype(np.float32)
    np.fill_diagonal(share, 1 - share.sum(axis=1))
    return np.asarray(share, dtype=np.float32)


def _by_label(labels: NDArray[np.int64]) -> dict[int, NDArray[np.int64]]:
    return {int(label): np.flatnonzero(labels == label) for label in np.unique(labels)}


def _draw_pairs(
    rng: np.random.Generator, members: dict[int, NDArray[np.int64]], apart: NDArray[np.float64], number: int
) -> NDArray[np.int64]:
    """Phrase numbers [2 · codes], the second half partners of the first: half of the occupations by their number of
    phrases, half those nearest to a drawn one."""
    codes = np.array(list(members))
    sizes = np.sqrt([len(members[int(code)]) for code in codes])
    number = min(number, len(codes))
    drawn = rng.choice(len(codes), number // 2, replace=False, p=sizes / sizes.sum())
    near = np.argsort(apart[codes[drawn[0]], codes] + rng.random(len(codes)) * 0.2, kind="stable")
    chosen = codes[list(dict.fromkeys([*drawn.tolist(), *near.tolist()]))[:number]]
    pairs = [rng.choice(members[int(code)], 2, replace=len(members[int(code)]) < 2) for code in chosen]
    return np.array(pairs).T.reshape(-1)


def _with_dropout(
    rng: np.random.Generator, held: Corpus, chosen: NDArray[np.int64], options: TextTraining
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rows and offsets of the chosen phrases after dropping words, and word pieces, at random; never a whole phrase."""
    lengths = held.starts[chosen + 1] - held.starts[chosen]
    text = np.repeat(np.arange(len(chosen)), lengths)
    within = np.arange(len(text)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    at = np.repeat(held.starts[chosen], lengths) + within
    words_here, word = np.unique(held.word[at] + text * (held.word[-1] + 1), return_inverse=True)
    gone, unseen = rng.random((2, len(words_here)))
    keep = gone[word] >= options.word_dropout
    keep &= ~held.whole[at] | (unseen[word] >= options.unseen_word)
    keep &= rng.random(len(at)) >= options.piece_dropout
    empty = np.bincount(text, weights=keep, minlength=len(chosen)) == 0
    keep |= empty[text]
    counts = np.bincount(text[keep], minlength=len(chosen))
    return held.rows[at[keep]], np.concatenate([[0], np.cumsum(counts)[:-1]])
