"""Verbalizers in other tools' forms: offered in ours, never read so by themselves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.prompting.foreign_verbalizers import offer
from playground.prompting.verbalizer import parse


@pytest.mark.parametrize(
    ("source", "code", "text"),
    [
        ('{\n    "Health": ["health"],\n    "Sports": ["sports"]\n}', "literal", "Health: health\nSports: sports"),
        ("{'neg': 'bad', 'pos': ['good', 'it\\'s fine'],}", "literal", "neg: bad\npos: good, it's fine"),
        ("label_words = {0: 'bad', 1: 'good'}", "literal", "0: bad\n1: good"),
        ('[["bad", "awful"], ["good"]]', "literal", "label 0: bad, awful\nlabel 1: good"),
        ('(("bad",), ("good", "so, so"))', "literal", 'label 0: bad\nlabel 1: good, "so, so"'),
        ('["bad", "good"]', "literal", "bad: bad\ngood: good"),
        (
            '[{"World": ["politics"], "Tech": ["tech"]}, {"World": "war", "Tech": "web"}]',
            "literal",
            "World: politics\nTech: tech",
        ),
        ('[{"label": "x", "words": ["y"]}, {"label": "z", "words": ["w"]}]', "literal", "x: y\nz: w"),
        ('"a": ["b", "c"],\n"d": ["e"]', "literal", "a: b, c\nd: e"),
        ('{"per:age": ["person", "age"]}', "literal", '"per:age": person, age'),
        ('{"text": "No"}\n {"text":"Yes"} \n', "a_line", "No: No\nYes: Yes"),
        ('{"neg": ["bad"]}\n{"pos": ["good"]}', "a_line", "neg: bad\npos: good"),
        ('["bad", "awful"]\n["good"]', "a_line", "label 0: bad, awful\nlabel 1: good"),
        ('neg: ["bad", "awful"]\npos: ["good"]', "a_line", "neg: bad, awful\npos: good"),
        ("neg:\n  - bad\n  - awful\npos:\n  - good", "yaml", "neg: bad, awful\npos: good"),
        ("bad,awful,can't\ngood, fine\n", "lines", "label 0: bad, awful, can't\nlabel 1: good, fine"),
        ("Yes No Maybe\n", "lines", "Yes: Yes\nNo: No\nMaybe: Maybe"),
        ("neg\tbad, awful\npos\tgood", "lines", "neg: bad, awful\npos: good"),
        ("neg -> bad\npos => good", "lines", "neg: bad\npos: good"),
        ('neg = "bad", "awful"\npos = "good"', "lines", "neg: bad, awful\npos: good"),
        # A program's line or call.
        ('self.VERBALIZER = {"1": ["bad"], "2": ["good"]}', "literal", "1: bad\n2: good"),
        ("sst-2: {'0':'terrible','1':'great'}", "literal", "0: terrible\n1: great"),
        ("{0:'terrible',1:'great'}\t0.93", "literal", "0: terrible\n1: great"),
        ('dict(neg="bad", pos=["good", "fine"])', "literal", "neg: bad\npos: good, fine"),
        ('OrderedDict([("neg", "bad"), ("pos", "good")])', "literal", "neg: bad\npos: good"),
        ('ManualVerbalizer(classes=["n"], label_words={"neg": ["bad"]}, tokenizer=t)', "literal", "neg: bad"),
        ('[("neg", ["bad"]), ("pos", ["good"])]', "literal", "neg: bad\npos: good"),
        ('{"labels": ["neg", "pos"], "words": ["bad", "good"]}', "literal", "neg: bad\npos: good"),
        ('{"bad": 0, "awful": 0, "good": 1}', "literal", "0: bad, awful\n1: good"),
        ('｛"差评"：["差"，"坏"]｝', "literal", "差评: 差, 坏"),
        # YAML's flow style.
        ("{neg: bad, pos: good}", "yaml", "neg: bad\npos: good"),
        ("neg: bad, awful, pos: good", "yaml", "neg: bad, awful\npos: good"),
        ("neg: bad; pos: good", "yaml", "neg: bad\npos: good"),
        ("neg: [bad, awful]\npos: ['good']", "yaml", "neg: bad, awful\npos: good"),
        # Tables and lists.
        ("label,word\nneg,bad\nneg,awful\npos,good", "lines", "neg: bad, awful\npos: good"),
        ("0,bad\n1,good,fine", "lines", "0: bad\n1: good, fine"),
        ("neg;bad\npos;good", "lines", "neg: bad\npos: good"),
        ("neg | bad, awful\npos | good", "lines", "neg: bad, awful\npos: good"),
        ("| label | words |\n|---|---|\n| neg | bad |\n| pos | good |", "lines", "neg: bad\npos: good"),
        ("- neg: bad\n- pos: good", "lines", "neg: bad\npos: good"),
        ("0. bad\n1. good, fine", "lines", "0: bad\n1: good, fine"),
        ("bad ||| good", "lines", "bad: bad\ngood: good"),
        ("answer_choices: No ||| Yes", "lines", "No: No\nYes: Yes"),
        # Other signs between words, and comments.
        ("neg: bad; awful\npos: good", "lines", "neg: bad, awful\npos: good"),
        ("差评：差；坏\n好评：好", "lines", "差评: 差, 坏\n好评: 好"),
        ("neg: bad|awful\npos: good", "lines", "neg: bad, awful\npos: good"),
        ("neg: 'bad', 'awful'\npos: 'good'", "lines", "neg: bad, awful\npos: good"),
        ("# mine\nneg: bad  # so\npos: good", "lines", "neg: bad\npos: good"),
        ("neg: ‘bad’, ‘awful’\npos: ‘good’", "lines", "neg: bad, awful\npos: good"),
        ("差评：『差』\n好评：『好』", "lines", "差评: 差\n好评: 好"),
        ("**neg**: bad\n**pos**: good", "lines", "neg: bad\npos: good"),
        # As papers and programs have them.
        ("v(0) = bad, v(1) = good", "yaml", "0: bad\n1: good"),
        ("(no: No, yes: Yes)", "yaml", "no: No\nyes: Yes"),
        ("neg (bad, awful),\npos (good).", "lines", "neg: bad, awful\npos: good"),
        ("neg - bad\npos – good", "lines", "neg: bad\npos: good"),
        ("bad <-> neg\ngood <-> pos", "lines", "bad: neg\ngood: pos"),
        ("label  word\nneg  bad\npos  good", "lines", "neg: bad\npos: good"),
        ('neg = ["bad", "awful"]\npos = ["good"]', "a_line", "neg: bad, awful\npos: good"),
        ('A = {"0": ["bad"]}\nB = {"0": ["awful"]}', "literal", "0: bad"),
        ('{"label": "7", "label_desc": "x"}\n{"label": "8", "label_desc": "y"}', "a_line", "7: x\n8: y"),
        ('neg,"bad, awful"\npos,"good"', "lines", "neg: bad, awful\npos: good"),
        ("word,label\nbad,neg\ngood,pos", "lines", "neg: bad\npos: good"),
        ("id,label,word\n0,neg,bad\n1,pos,good", "lines", "neg: bad\npos: good"),
    ],
)
def test_other_tools_verbalizers(source, code, text):
    found = offer(source)
    assert found and (found.code, found.text, found.error) == (code, text, None)


@pytest.mark.parametrize(
    ("source", "words_only", "labels_first"),
    [
        ("neg,bad\npos,good", "label 0: neg, bad\nlabel 1: pos, good", "neg: bad\npos: good"),
        ('"neg","bad"\n"pos","good"', "label 0: neg, bad\nlabel 1: pos, good", "neg: bad\npos: good"),
        ("neg;bad;awful\npos;good", "label 0: neg, bad, awful\nlabel 1: pos, good", "neg: bad, awful\npos: good"),
        ("差评，差\n好评，好", "label 0: 差评, 差\nlabel 1: 好评, 好", "差评: 差\n好评: 好"),
    ],
)
def test_lines_of_words_may_begin_with_their_label(source, words_only, labels_first):
    found = offer(source)
    assert found and (found.text, found.by_first) == (words_only, labels_first)


@pytest.mark.parametrize(
    "source",
    [
        "",
        "positive: great, good\nnegative: bad",
        "terrible\ngreat",
        "水果：苹果、梨",
        "{",
        "{great}: x",
        '{"a": {"b": 1}}',
        "[exit()]",
        '{"a": lambda: 1}',
        '{"meta": "choice1"}\n{"meta": "choice2"}',
        "[" * 9000,
        "positive",
        'a: "so, so"',
        'a: "b, c: d"\nb: "x; y"',
        "a: b/c\nd: e",
        "a: http://x\nb: c#d",
        "smile: ;)\nsad: ;(",
        "time: 12:30, 13:15",
        "1 star\n5 stars",
        "a|b",
        "a|b\nc",
        "positive [great, good]",
        "so-so: a - b\nc: d",
        "C#\n#x",
    ],
)
def test_nothing_is_offered_where_nothing_else_can_be_meant(source):
    assert offer(source) is None


def test_more_than_may_be_is_told_with_the_limit():
    found = offer('{"a": [' + ", ".join(f'"w{i}"' for i in range(2001)) + "]}")
    assert found and found.text == "" and found.error
    assert found.error.values == {"count": 2001, "limit": 2000}


@given(st.text("[]{}(),:\"'ab -=>\t\n", max_size=24))
def test_what_is_offered_can_be_read(source):
    found = offer(source)
    if found and not found.error:
        assert str(parse(found.text)) == found.text
