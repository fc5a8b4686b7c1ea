"""Archives that are held to what their signed manifest makes of them, byte for byte."""

import base64
import hashlib
import io
import json
import zipfile
import zlib
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from ocop.base import proof
from ocop.base.proof import (
    ARCHIVE_END,
    MANIFEST,
    MANIFEST_SEAL,
    Flaw,
    Packed,
    broken_acts,
    key_id,
    package_flaws,
    rsa_numbers,
)
from tests.support.signing import Pen, private_key

PEN, OTHER = Pen(), Pen("another")
KEYS = {key_id(PEN.public_key()): PEN.public_key()}
LISTED_OTHERWISE = "its line in the list of the archive was changed"
FILES = {"forms/phiếu.json": b'{"a":1}', "papers/receipt.pdf": b"%PDF-1.4", "files/none": b""}


def sealed(manifest: bytes, pen: Pen = PEN) -> bytes:
    told = {
        "algorithm": proof.ALGORITHM,
        "key": key_id(pen.public_key()),
        "public_key": base64.b64encode(pen.public_key()).decode(),
        "signature": base64.b64encode(pen.sign(manifest)).decode(),
    }
    return json.dumps(told).encode()


def packed(files: dict[str, bytes], pen: Pen = PEN) -> dict[str, bytes]:
    """All files of a package by name, those first that stand first."""
    listed = [
        {"name": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for name, data in files.items()
    ]
    manifest = json.dumps({"files": listed}).encode()
    return {MANIFEST: manifest, MANIFEST_SEAL: sealed(manifest, pen), **files}


def archived(files: dict[str, bytes]) -> bytes:
    out, records, offset = b"", b"", 0
    for name, data in files.items():
        entry = Packed(name, len(data), zlib.crc32(data))
        records += proof.central_record(entry, offset)
        out += proof.local_header(entry) + data
        offset = len(out)
    return out + records + proof.end_record(len(files), len(records), offset)


def flaws(archive: bytes, keys: dict[str, bytes] = KEYS) -> list[Flaw]:
    return package_flaws(io.BytesIO(archive), keys)


WHOLE = archived(packed(FILES))


def test_any_program_opens_a_package() -> None:
    archive = zipfile.ZipFile(io.BytesIO(WHOLE))
    assert archive.testzip() is None
    assert {name: archive.read(name) for name in archive.namelist()} == packed(FILES)
    one = archive.getinfo("forms/phiếu.json")
    assert (one.date_time, one.compress_type) == ((1980, 1, 1, 0, 0, 0), zipfile.ZIP_STORED)
    assert (one.create_system, one.external_attr >> 16) == (3, 0o100644)  # of Unix, read by all
    assert (one.extract_version, one.create_version) == (20, 20)


def test_a_whole_package_has_no_flaw_with_keys_and_without() -> None:
    assert flaws(WHOLE) == []
    assert flaws(WHOLE, {}) == []


def test_the_file_that_a_changed_byte_belongs_to_is_named() -> None:
    for place in range(len(WHOLE)):
        spoilt = WHOLE[:place] + bytes([WHOLE[place] ^ 1]) + WHOLE[place + 1 :]
        assert flaws(spoilt), place


def spoilt_at(piece: bytes, to: bytes) -> bytes:
    assert WHOLE.count(piece) == 1
    return WHOLE.replace(piece, to)


@pytest.mark.parametrize(
    ("archive", "found"),
    [
        (
            spoilt_at(b"%PDF-1.4", b"%PDF-1.5"),
            [Flaw("papers/receipt.pdf", "changed"), Flaw("papers/receipt.pdf", LISTED_OTHERWISE)],
        ),
        (WHOLE + b"\0", [Flaw(ARCHIVE_END, "changed")]),
        (WHOLE[:-1], [Flaw(ARCHIVE_END, "changed")]),
        (b"", [Flaw(MANIFEST, "changed, or its header was")]),
        (b"XX" + WHOLE[2:], [Flaw(MANIFEST, "changed, or its header was")]),
        (
            archived({MANIFEST: packed(FILES)[MANIFEST]}),
            [Flaw(MANIFEST_SEAL, "changed, or its header was")],
        ),
        (
            archived({**packed(FILES), MANIFEST_SEAL: b"{}"}),
            [Flaw(MANIFEST_SEAL, "cannot be read")],
        ),
        (
            archived({**packed(FILES), MANIFEST_SEAL: b"[1]"}),
            [Flaw(MANIFEST_SEAL, "cannot be read")],
        ),
        (
            archived(packed(FILES, OTHER)),
            [Flaw(MANIFEST_SEAL, "signed with a key that is not among those given")],
        ),
        (
            archived({**packed(FILES), MANIFEST_SEAL: sealed(b"another")}),
            [Flaw(MANIFEST_SEAL, "its signature does not hold")],
        ),
    ],
)
def test_what_is_wrong_is_told_of_the_file_it_is_in(archive: bytes, found: list[Flaw]) -> None:
    assert flaws(archive) == found


def test_headers_and_the_list_at_the_end_are_held_to_their_files() -> None:
    names = [*packed(FILES)]
    second_time = WHOLE.index(b"PK\x03\x04", 10) + 10  # a field that no one signs but us
    local = WHOLE[:second_time] + b"\x01" + WHOLE[second_time + 1 :]
    assert flaws(local) == [Flaw(MANIFEST_SEAL, "changed, or its header was")]
    at = WHOLE.rindex(b"PK\x03\x04") + 10
    last = WHOLE[:at] + b"\x01" + WHOLE[at + 1 :]
    assert flaws(last) == [Flaw(names[-1], "its header was changed")]
    at = WHOLE.rindex(b"PK\x01\x02") + 12
    listed = WHOLE[:at] + b"\x01" + WHOLE[at + 1 :]
    assert flaws(listed) == [Flaw(names[-1], LISTED_OTHERWISE)]


def test_a_manifest_that_claims_to_be_longer_than_any_is_not_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    size = len(packed(FILES)[MANIFEST])
    assert proof.MOST_OF_MANIFEST == 32 * 2**20
    monkeypatch.setattr(proof, "MOST_OF_MANIFEST", max(size, len(packed(FILES)[MANIFEST_SEAL])))
    assert flaws(WHOLE) == []
    monkeypatch.setattr(proof, "MOST_OF_MANIFEST", size - 1)
    assert flaws(WHOLE) == [Flaw(MANIFEST, "too long")]


# --------------------------------------------------------------- acts and reports


def chain(*acts: dict[str, Any]) -> list[dict[str, Any]]:
    """Acts on a report, each with the hash of the one before."""
    linked, before = [], ""
    for act in acts:
        told = {**act, "previous": before}
        content = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        before = hashlib.sha256(told["previous"].encode() + content.encode()).hexdigest()
        linked.append({**told, "hash": before})
    return linked


ACTS = chain({"number": 1, "words": "Trình"}, {"number": 2, "words": "Duyệt"}, {"number": 3})


def broken(acts: list[dict[str, Any]]) -> list[str]:
    return broken_acts(json.dumps(acts).encode())


def test_an_act_that_does_not_follow_is_named_and_so_is_the_next() -> None:
    assert broken(ACTS) == []
    assert broken([]) == []
    assert broken([ACTS[0], {**ACTS[1], "words": "Trả lại"}, ACTS[2]]) == ["2"]
    assert broken([ACTS[0], ACTS[2]]) == ["3"]
    assert broken(ACTS[1:]) == ["2"]
    assert broken([{**ACTS[0], "id": "a", "hash": ""}, *ACTS[1:]]) == ["a", "2"]


@pytest.mark.parametrize("name", ["acts.json", "events.json", "record/events.json"])
def test_a_package_names_the_file_in_which_a_chain_breaks(name: str) -> None:
    acts = [ACTS[0], ACTS[2]]
    assert flaws(archived(packed({name: json.dumps(ACTS).encode()}))) == []
    assert flaws(archived(packed({name: json.dumps(acts).encode()}))) == [
        Flaw(name, "act 3 breaks the chain")
    ]
    elsewhere = f"forms/{name}"
    assert flaws(archived(packed({elsewhere: json.dumps(acts).encode()}))) == []


def test_what_a_report_says_is_held_to_its_own_digest() -> None:
    told = {"unit": "99", "rows": [1, 2]}
    text = json.dumps(told, sort_keys=True, separators=(",", ":")).encode()
    sound = {**told, "sha256": hashlib.sha256(text).hexdigest()}
    for content, found in (
        (sound, []),
        ({**sound, "rows": [1, 3]}, ["what it says is not what its digest stands for"]),
        (told, ["what it says is not what its digest stands for"]),
    ):
        archive = archived(packed({"content.json": json.dumps(content).encode()}))
        assert flaws(archive) == [Flaw("content.json", why) for why in found]


# -------------------------------------------------------------------------- keys


def element(tag: int, data: bytes) -> bytes:
    size = len(data)
    if size < 0x80:
        return bytes([tag, size]) + data
    length = size.to_bytes((size.bit_length() + 7) // 8)
    return bytes([tag, 0x80 | len(length)]) + length + data


def key_of(
    *, within: bytes = b"", behind: bytes = b"", bits: bytes = b"", end: bytes = b""
) -> bytes:
    """Our public key made anew, with bytes too many in one place."""
    numbers = private_key().public_key().public_numbers()
    modulus = element(0x02, b"\0" + numbers.n.to_bytes(256))
    pair = element(0x30, modulus + element(0x02, numbers.e.to_bytes(3)) + within)
    kind = bytes.fromhex("300d06092a864886f70d0101010500")
    return element(0x30, kind + element(0x03, b"\0" + pair + behind) + bits) + end


def test_a_key_is_read_whole_or_not_at_all() -> None:
    public = private_key().public_key()
    plain = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    assert key_of() == plain
    numbers = public.public_numbers()
    assert rsa_numbers(plain) == (numbers.n, numbers.e)
    for place in ("within", "behind", "bits", "end"):
        with pytest.raises(ValueError, match="not an RSA key"):
            rsa_numbers(key_of(**{place: b"\x05\x00"}))
    for size in range(len(plain)):
        with pytest.raises((ValueError, IndexError)):
            rsa_numbers(plain[:size])


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([], 2),
        (["a", "--keys"], 2),
        (["--keys", "a"], 2),
        (["", "--keys", ""], 2),
        (["a", "--keys", "b", "c"], 2),
    ],
)
def test_the_program_says_how_it_is_called(
    arguments: list[str], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert proof.main(arguments) == code
    assert "python3 proof.py PACKAGE.zip --keys KEYS.json" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["none.zip", "folder", "broken.json", "list.json", "bytes.json"])
def test_a_file_that_cannot_be_read_is_told_in_a_sentence(
    tmp_path: Any, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "p.zip").write_bytes(WHOLE)
    contents = {"broken.json": b'{"a":', "list.json": b"[1]", "bytes.json": b"\xff\xfe"}
    for file, content in contents.items():
        (tmp_path / file).write_bytes(content)
    for words in ([name], ["p.zip", "--keys", name]):
        given = [word if word == "--keys" else str(tmp_path / word) for word in words]
        assert proof.main(given) == 2
        assert f"{tmp_path / name} cannot be read" in capsys.readouterr().out


def test_with_a_file_of_keys_that_names_none_nothing_is_called_whole(
    tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    """As a stack publishes that has signed nothing yet: a script looks at the status alone."""
    path, keys = tmp_path / "p.zip", tmp_path / "keys.json"
    path.write_bytes(WHOLE)
    keys.write_text('{"keys": []}', "utf-8")
    assert proof.main([str(path), "--keys", str(keys)]) == 1
    assert f"{keys}: names no key" in capsys.readouterr().out


def test_the_program_tells_of_each_flaw_and_of_missing_keys(
    tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    path, keys = tmp_path / "p.zip", tmp_path / "keys.json"
    public = base64.b64encode(PEN.public_key()).decode()
    keys.write_text(json.dumps({"keys": [{"public_key": public}]}), "utf-8")
    path.write_bytes(WHOLE)
    assert proof.main([str(path)]) == 0
    told = "p.zip: whole, but no keys were given to check whose\n"
    assert capsys.readouterr().out == told
    assert proof.main([str(path), "--keys", str(keys)]) == 0
    assert capsys.readouterr().out == "p.zip: whole, and signed with a published key\n"
    path.write_bytes(WHOLE.replace(b"%PDF-1.4", b"%PDF-1.5") + b"\0")
    assert proof.main([str(path)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "papers/receipt.pdf: changed",
        f"papers/receipt.pdf: {LISTED_OTHERWISE}",
        f"{ARCHIVE_END}: changed",
        "3 flaws",
    ]
