"""A QTI package: a zip whose imsmanifest.xml names the items, each in a file of its own."""

import io
import posixpath
import zipfile
from urllib.parse import unquote

from jinshui_study.questions.drafts import ERROR, NOTICE, WARNING, BankFile, Finding
from jinshui_study.questions.formats import limits, qti
from jinshui_study.questions.formats.interchange import xml_nodes
from jinshui_study.questions.formats.interchange.yaml_nodes import Unreadable
from jinshui_study.questions.formats.limits import Refused

MANIFEST = "imsmanifest.xml"
MOST_XML = 40 * limits.MEGABYTE
"""Of all XML files of a package together; pictures and sounds don't count, nobody unpacks them."""
OFFICE = "[Content_Types].xml"


def recognises(data: bytes) -> bool:
    """A zip with a manifest, or with XML in it that is no office document."""
    if not data.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except limits.BAD_ZIP:
        return MANIFEST.encode() in data
    has_xml = any(name.lower().endswith(".xml") for name in names)
    return any(_is_manifest(name) for name in names) or (
        has_xml and OFFICE not in names and "mimetype" not in names
    )


def read(data: bytes, file: str) -> BankFile:
    result = BankFile(file=file, layout="qti2", encoding="utf-8")
    try:
        names = limits.check_zip(data)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _read_archive(archive, names, result)
    except Refused as refused:
        result.findings.append(refused.finding)
    except limits.BAD_ZIP:
        message = "压缩包打不开或已损坏，请重新导出。"
        result.findings.append(Finding(ERROR, "zip_unreadable", "全文", message))
    return result


def _is_manifest(name: str) -> bool:
    return posixpath.basename(name).lower() == MANIFEST


def _read_archive(archive: zipfile.ZipFile, names: frozenset[str], result: BankFile) -> None:
    xml_names = sorted(name for name in names if name.lower().endswith(".xml"))
    if sum(archive.getinfo(name).file_size for name in xml_names) > MOST_XML:
        message = f"压缩包里的 XML 超过 {MOST_XML // limits.MEGABYTE} MB，请分成几个包。"
        raise Refused("zip_too_large", message)
    manifest = min(filter(_is_manifest, xml_names), key=len, default="")
    listed = _listed(archive, manifest, result) if manifest else []
    if not manifest:
        message = f"压缩包里没有 {MANIFEST}，已逐个读取里面的 XML 文件。"
        result.findings.append(Finding(WARNING, "manifest_missing", "全文", message))
    if result.findings and result.findings[-1].severity == ERROR:
        return
    items = listed or [name for name in xml_names if name != manifest]
    for name in dict.fromkeys(items):
        _read_file(archive, name, result, is_listed=bool(listed))
    if not result.drafts and not any(finding.severity == ERROR for finding in result.findings):
        message = "压缩包里没有 QTI 2.x 或 3.0 的试题。"
        result.findings.append(Finding(ERROR, "no_questions", "全文", message))


def _listed(archive: zipfile.ZipFile, manifest: str, result: BankFile) -> list[str]:
    """The files of the items, in the order of the manifest."""
    try:
        root, _ = xml_nodes.parse(archive.read(manifest))
    except Unreadable as problem:
        result.findings.append(Finding(ERROR, problem.code, f"{manifest} {problem.where}", problem.message))
        return []
    found = []
    for resource in root.descendants("resource"):
        kind = resource.attributes.get("type", "").lower()
        href = resource.attributes.get("href", "")
        if kind.startswith(("imsqti_xmlv1", "imsqti_assessment_xmlv1")) or "xmlv1p2" in kind:
            result.findings.append(Finding(ERROR, "qti_version", href or manifest, qti.OLD_MESSAGE))
        elif kind.startswith("imsqti_item") and href:
            found.append(_path(manifest, href))
    return found


def _path(manifest: str, href: str) -> str:
    """The name in the zip that a reference of the manifest means."""
    path = unquote(href).replace("\\", "/").partition("#")[0].partition("?")[0]
    return posixpath.normpath(posixpath.join(posixpath.dirname(manifest), path))


def _read_file(archive: zipfile.ZipFile, name: str, result: BankFile, *, is_listed: bool) -> None:
    try:
        data = archive.read(name)
    except KeyError:
        result.unread += 1
        message = f"{MANIFEST} 里列出了“{name[:100]}”，压缩包里却没有这个文件。"
        result.findings.append(Finding(ERROR, "file_missing", name[:100], message))
        return
    if is_listed or qti.recognises(data):
        qti.read_into(result, data, name)
    else:
        message = "不是 QTI 试题，已略过。"
        result.findings.append(Finding(NOTICE, "file_skipped", name[:100], message))
