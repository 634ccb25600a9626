"""Give the shipped model of event types a second output: the sentence's vector, which its last layer is laid over.

    train/bin/python scripts/train/sentence_vector.py src/dateline/data/models/event_types/model.onnx

Nothing is computed anew: the mean of the tokens, 384 numbers a text, is in the graph and only gets a name. The logits
stay bit-identical. A model that has the output stays as it is. Print the sha256, which the card names.
"""

from __future__ import annotations

import sys
from hashlib import sha256
from pathlib import Path

import onnx

OUTPUT, SIZE = "sentence_vector", 384


def with_vector(model: onnx.ModelProto) -> onnx.ModelProto:
    """The model with the input of its last linear layer as an output. ValueError: it has no such layer."""
    graph = model.graph
    if any(o.name == OUTPUT for o in graph.output):
        return model
    weights = next((i.name for i in graph.initializer if i.name.startswith("head.weight")), None)
    last = next((n for n in graph.node if n.op_type == "MatMulInteger" and n.input[1].startswith("head.weight")), None)
    if weights is None or last is None:
        raise ValueError("no quantised linear layer called head")
    quantised = next(n for n in graph.node if last.input[0] in n.output)
    found = quantised.input[0]
    for node in graph.node:
        for names in (node.input, node.output):
            for i, name in enumerate(names):
                if name == found:
                    names[i] = OUTPUT
    graph.output.append(onnx.helper.make_tensor_value_info(OUTPUT, onnx.TensorProto.FLOAT, ["batch", SIZE]))
    onnx.checker.check_model(model)
    return model


def main(path: Path) -> None:
    onnx.save(with_vector(onnx.load(path)), path)
    sys.stdout.write(sha256(path.read_bytes()).hexdigest() + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
