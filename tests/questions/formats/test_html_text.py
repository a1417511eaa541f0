"""HTML as the text a reader would see."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jinshui_study.questions.formats.interchange import html_text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>一</p>\n<p>二</p>", "一\n二"),
        ("一<br>二<br/>三", "一\n二\n三"),
        ("  一 \n 二  ", "一 二"),
        ("一&nbsp;二&lt;b&gt;&amp;amp;", "一 二<b>&amp;"),
        ("<b>粗</b><i>斜</i><span style='x'>体</span>", "粗斜体"),
        ("H<sub>2</sub>O", "H₂O"),
        ("x<sup>2</sup>+y<sup>n</sup>+z<sup>a</sup>+w<sup>甲乙</sup>", "x²+yⁿ+z^a+w^(甲乙)"),
        ("<ol><li>甲</li><li>乙</li></ol>后", "1. 甲\n2. 乙\n后"),
        ("前<ul><li>甲<li>乙</ul>", "前\n甲\n乙"),
        ("<table><tr><td>甲</td><td>乙</td></tr><tr><td>丙</td></tr></table>", "甲 乙\n丙"),
        ("<script>alert(1)</script>文<style>p{}</style>", "文"),
        ("a < b，c > d", "a < b，c > d"),
        ("未闭合<p>的<b>标签", "未闭合\n的标签"),
        ("<!-- 注释 -->文", "文"),
        ("甲<b，c>乙<丙>", "甲<b，c>乙<丙>"),
        ("<p title='a>b' class=x>甲</p>", "甲"),
        ('<p title="x>甲</p>', "甲"),
        ("<o:p>&nbsp;</o:p>甲<?xml a?>", "甲"),
    ],
)
def test_html_reads_as_text(source: str, text: str) -> None:
    assert html_text.plain(source)[0] == text


def test_lines_are_kept_where_the_format_keeps_them() -> None:
    assert html_text.plain("一\n二 <b>三</b>", keeps_lines=True)[0] == "一\n二 三"


def test_pictures_are_counted() -> None:
    assert html_text.plain("<img src='a'>文<object></object>") == ("文", 2)


@pytest.mark.parametrize(
    "unit",
    [
        "<!--",
        "<![",
        "<?",
        "<a ",
        "</a ",
        "<a b='",
        "<a b=",
        "&",
        "&#",
        "<",
        "</",
        "<a/",
        "<sub>",
        "<li>",
        '"',
        "<script>",
    ],
)
def test_malformed_html_takes_time_in_proportion_to_its_length(unit: str) -> None:
    source = unit * (400_000 // len(unit))
    started = time.perf_counter()
    html_text.plain(source)
    html_text.looks_like_html(source)
    html_text.has_pictures(source)
    assert time.perf_counter() - started < 10


@settings(deadline=None)
@given(st.text() | st.text("<>&;#![]-/pbr= \n\"'x"))
def test_no_text_raises(source: str) -> None:
    html_text.plain(source)
    html_text.plain(source, keeps_lines=True)


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["C"], include_characters="\n\t<>&;#{}~=%*\\ \xa0")))
def test_what_is_written_as_html_reads_back(text: str) -> None:
    text = text.strip()
    written = html_text.written(text)
    assert html_text.plain(written) == (text, 0)
    assert not set(written.replace("<br />", "").replace("&#", "")) & set("<>{}~=%*\\\"'")
