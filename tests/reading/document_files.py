"""Documents, e-mails and archives, made as other programs make them."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage

from docx import Document
from docx.oxml import parse_xml
from fpdf import FPDF

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_BOX = f"""<w:r xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml">
<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx><w:txbxContent><w:p><w:r>
<w:t>BOX</w:t></w:r></w:p></w:txbxContent></wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict>
<v:textbox><w:txbxContent><w:p><w:r><w:t>BOX</w:t></w:r></w:p></w:txbxContent></v:textbox></w:pict></mc:Fallback>
</mc:AlternateContent></w:r>"""


def docx(
    *paragraphs: str, header: str = "", footer: str = "", box: str = "", rows: list[list[str]] | None = None
) -> bytes:
    """A Word document; ``rows`` become a table between the first paragraph and the others."""
    document = Document()
    for text in paragraphs[:1]:
        document.add_paragraph(text)
    if rows:
        table = document.add_table(rows=0, cols=len(rows[0]))
        for row in rows:
            cells = table.add_row().cells
            for cell, text in zip(cells, row, strict=True):
                cell.text = text
    for text in paragraphs[1:]:
        document.add_paragraph(text)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    if footer:
        document.sections[0].footer.paragraphs[0].text = footer
    if box:
        document.paragraphs[0]._p.append(parse_xml(_BOX.replace("BOX", box)))
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def changed(data: bytes, part: str, old: str, new: str) -> bytes:
    """A package with a piece of one part replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == part:
                assert old.encode() in content
                content = content.replace(old.encode(), new.encode())
            target.writestr(name, content)
    return out.getvalue()


def pdf(*pages: str, picture: bool = False, password: str = "") -> bytes:
    """A PDF with a text layer; with ``picture`` a last page holds a drawing only."""
    document = FPDF()
    if password:
        document.set_encryption(owner_password="eier", user_password=password)
    for text in pages:
        document.add_page()
        document.set_font("Helvetica", size=12)
        document.multi_cell(0, 8, text)
    if picture:
        document.add_page()
        document.rect(20, 20, 100, 100, style="F")
    return bytes(document.output())


def archive(members: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return stream.getvalue()


def mail(text: str = "", *, html: str = "", attachments: dict[str, bytes] | None = None) -> bytes:
    """An e-mail as a record system sends it."""
    message = EmailMessage()
    message["From"] = "Ås legesenter <post@example.org>"
    message["To"] = "klinikk@example.org"
    message["Subject"] = "Henvisning"
    message["Date"] = "Sat, 14 Mar 2026 10:00:00 +0100"
    message["Message-ID"] = "<1@example.org>"
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    for name, data in (attachments or {}).items():
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()
