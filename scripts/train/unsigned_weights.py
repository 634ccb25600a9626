"""Give the shipped model of event types unsigned weights, so that every processor computes the same.

    train/bin/python scripts/train/unsigned_weights.py src/dateline/data/models/event_types/model.onnx

Dynamic quantisation multiplies unsigned activations by signed weights. Where a processor has no instruction for that
(AVX2 without VNNI, as on most laptops), the products are added up in 16 bits and cut off there, and the model hears
something else. Unsigned by unsigned is added up in 32 bits everywhere. A weight and its zero point are both moved by
128, so the products are the same. A model that has unsigned weights stays as it is. Print the sha256, which the card
names. Source: ONNX Runtime, "Quantize ONNX models", when and why to try U8U8.
"""

from __future__ import annotations

import sys
from hashlib import sha256
from pathlib import Path

import numpy as np
import onnx
from onnx import numpy_helper

_MOVED = 128


def with_unsigned_weights(model: onnx.ModelProto) -> onnx.ModelProto:
    """The model with the weights and zero points of its integer products as unsigned bytes."""
    rows = {i.name: i for i in model.graph.initializer}
    products = [n for n in model.graph.node if n.op_type == "MatMulInteger"]
    for name in {name for node in products for name in (node.input[1], node.input[3])}:
        signed = numpy_helper.to_array(rows[name])
        if signed.dtype == np.int8:
            moved = (signed.astype(np.int16) + _MOVED).astype(np.uint8)
            rows[name].CopyFrom(numpy_helper.from_array(moved, name))
    onnx.checker.check_model(model)
    return model


def main(path: Path) -> None:
    onnx.save(with_unsigned_weights(onnx.load(path)), path)
    sys.stdout.write(sha256(path.read_bytes()).hexdigest() + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
