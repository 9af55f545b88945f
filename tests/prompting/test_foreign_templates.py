"""Templates in other tools' spellings: offered in ours, never read so by themselves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.prompting.foreign_templates import offer
from playground.prompting.template import parse
from tests.prompting.test_template import SOURCES

MASKS = (
    "<mask>,<MASK>,<|mask|>,<mask_1>,<extra_id_0>,[[MASK]],[[MASK],[MASK1],[MASK_1],[ MASK ],[gMASK],[BLANK],【MASK】,［MASK］,【掩码】"
    ",[掩码],《mask》,（空格）,*mask*,**mask**,{mask},{{mask}},__,＿＿,＿,▁▁,（）,( )"
    ",#MASK#,@mask@,$mask,${mask},__MASK__,_mask_,[MSK],<M>,□,（？）,《》,{},_ _ _,[CLASS],{sentiment},{label_words},【情感】"
    ",MASK,<blank>,&lt;mask&gt;,\\[MASK\\],{self.mask},{answer},{tokenizer.mask_token}"
).split(",")


@pytest.mark.parametrize("mask", MASKS)
def test_another_spelling_of_the_mask(mask):
    found = offer(f"{{text}} It was {mask}.")
    assert found and found.text == "{text} It was [MASK]."


@pytest.mark.parametrize(
    ("source", "code", "text"),
    [
        ("{{text}} Is it good? Answer: [MASK]", "jinja", "{text} Is it good? Answer: [MASK]"),
        ("{{ text }}\nIs it good? ||| {{ answer_choices[label] }}", "jinja", "{text}\nIs it good? [MASK]"),
        (
            "{{ex.premise}} {{hypothesis | trim}}? |||{{answer_choices[label]}}.",
            "jinja",
            "{premise} {hypothesis}? [MASK].",
        ),
        ('{# why #}{{"Read"}}: {{text}} |||', "jinja", "Read: {text} [MASK]"),
        ("*cls**sent_0*_It_was*mask*.*sep+*", "lm_bff", "{text} It was [MASK]."),
        ("*cls**sent-_0*?*mask*,*+sentl_1**sep+*", "lm_bff", "{text_a}? [MASK], {text_b}"),
        ("*cls*_A*mask*_piece_of_work*+sent_0**sep+*", "lm_bff", "A [MASK] piece of work {text}"),
        ("*sent_0*这很*mask*。", "lm_bff", "{text}这很[MASK]。"),
        ("[CLS] {sentence} [T] [T] [T] [P] . [SEP]", "autoprompt", "{sentence} [T] [T] [T] [MASK] ."),
        ("<s> {sentence} [T] [T] [P] . </s>", "autoprompt", "{sentence} [T] [T] [MASK] ."),
        ("[CLS] {premise} [SEP] [P], {hypothesis} [SEP]", "autoprompt", "{premise} [MASK], {hypothesis}"),
        ("[X] was born in [Y] .", "autoprompt", "{text} was born in [MASK] ."),
        ("[X] [V1] [V2] [MASK]", "autoprompt", "{text} [SOFT] [SOFT] [MASK]"),
        ("｛text｝很[MASK]。", "brackets", "{text}很[MASK]。"),
        ("｛text｝很【MASK】。", "brackets", "{text}很[MASK]。"),
        ("{text}【SOFT＊5】【MASK】", "brackets", "{text}[SOFT*5][MASK]"),
        ("{text} It was [MA\u200bSK].", "invisible", "{text} It was [MASK]."),
        ('{"placeholder": "text_a"} It was [MASK].', "mixed", "{text_a} It was [MASK]."),
        ("[text] It was [MASK].", "slot", "{text} It was [MASK]."),
        ("%s It was [MASK].", "slot", "{text} It was [MASK]."),
        ("<premise> ? [MASK], <hypothesis>", "slot", "{premise} ? [MASK], {hypothesis}"),
        ("{% if text %}{{text}}{% endif %} [MASK]", "jinja_program", None),
        ("{{#if text}}{{text}}{{/if}} [MASK]", "jinja_program", None),
        ("{{text}} {{answer_choices[0]}} or not? ||| {{answer_choices[label]}}", "jinja_program", None),
        ("{{text|trim}} ||| {{answer_choices[label]}}", "jinja", "{text} [MASK]"),
        ("{{doc.text.strip()}} {{doc.choices[doc.label]}}", "jinja", "{text} [MASK]"),
        ("Input: {{input}} Output: {{output}}", "jinja", "Input: {input} Output: [MASK]"),
        ("{{{text}}} It was [MASK].", "jinja", "{text} It was [MASK]."),
        ("{text!r} It was [MASK].", "format", "{text} It was [MASK]."),
        ("{text:.100s} It was [MASK].", "format", "{text} It was [MASK]."),
        ("{row['text']} It was [MASK].", "format", "{text} It was [MASK]."),
        ("{example.premise}? [MASK].", "format", "{premise}? [MASK]."),
        ("${text} It was [MASK].", "format", "{text} It was [MASK]."),
        ("%(review)s It was [MASK].", "format", "{review} It was [MASK]."),
        ("{0} It was [MASK].", "format", "{text} It was [MASK]."),
        ("{text} It was {label}.", "mask", "{text} It was [MASK]."),
        ("[input] Sentiment: [output]", "mask", "{input} Sentiment: [MASK]"),
        ("{text} It was _ .", "mask", "{text} It was [MASK] ."),
        ("{text}\uff0c\u5f88\uff3b\uff2d\uff21\uff33\uff2b\uff3d", "brackets", "{text}\uff0c\u5f88[MASK]"),
        ("<TEXT> It was <MASK>.", "mask", "{text} It was [MASK]."),
        ("<<text>> It was [MASK].", "slot", "{text} It was [MASK]."),
        ("[[text]] It was [MASK].", "slot", "{text} It was [MASK]."),
        ("「文本」很[MASK]。", "slot", "{文本}很[MASK]。"),
        ("<prompt_0> <prompt_1> {text} [MASK]", "autoprompt", "[SOFT] [SOFT] {text} [MASK]"),
        ("*cls**sent_0*_It_was*mask*.*sep+**sent_1*_It_was*label_0*.*sep+*", "lm_bff_demos", "{text} It was [MASK]."),
        ("*cls**sent_0*_It_was*label_0*.*sep+*", "lm_bff_demos", None),
        ("return ['It was', self.mask, '.', text_a], []", "pet", "It was [MASK]. {text_a}"),
        ("[self.mask, ':', self.shortenable(text_a), text_b]", "pet", "[MASK]: {text_a} {text_b}"),
        ("[text_a, '。总之很', self.mask, '。']", "pet", "{text_a}。总之很[MASK]。"),
        ('f"{text} It was [MASK]."', "quoted", "{text} It was [MASK]."),
        ('template = "{text} It was [MASK]."', "quoted", "{text} It was [MASK]."),
        ('text: \'{"placeholder": "text_a"} It was {"mask"}.\'', "quoted", "{text_a} It was [MASK]."),
        ("{te\u200bxt} It was [MASK].", "invisible", "{text} It was [MASK]."),
        ("[SOFT]*5 {text} [MASK]", "count", "[SOFT*5] {text} [MASK]"),
        ("[SOFT x 5]{text}[T]{3}[MASK]×2", "count", "[SOFT*5]{text}[T*3][MASK*2]"),
        ("{text} [MASK] [MASK].", "count", "{text} [MASK][MASK]."),
        ("{text} [MASK_1] [MASK_2].", "mask", "{text} [MASK][MASK]."),
        ("{text}很□□。", "mask", "{text}很[MASK][MASK]。"),
        ("[unused1]...[unused9]{text}[MASK]", "autoprompt", "[SOFT*9]{text}[MASK]"),
        ("[V]1 [V]2 {text} [CLASS].", "autoprompt", "[SOFT] [SOFT] {text} [MASK]."),
        ("<s>{a}</s></s> {b} <mask></s>", "autoprompt", "{a} {b} [MASK]"),
        ("<X> is <Y>.", "mask", "{text} is [MASK]."),
        ("<X1> ? [MASK], <X2>", "slot", "{x1} ? [MASK], {x2}"),
        ("<title> [MASK] <body>", "slot", "{title} [MASK] {body}"),
        ("<meta:entity> is <mask> <text_a>", "autoprompt", "{entity} is [MASK] {text_a}"),
        ("<text_a> <soft:it> was <mask>", "autoprompt", "{text_a} [SOFT:it] was [MASK]"),
        ('{text} It was {"mask"}.', "mixed", "{text} It was [MASK]."),
        ("{'hard': '“'}{'text': 'text_a'}{'hard': '”很'}{'mask'}", "paddle", "“{text_a}”很[MASK]"),
        ("{'text': 'text_a'}{'sep'}{'soft'}{'mask'}", "paddle", "{text_a} [SOFT][MASK]"),
    ],
)
def test_other_tools_templates(source, code, text):
    found = offer(source)
    assert found and (found.code, found.text) == (code, text)


@pytest.mark.parametrize(
    "source",
    [
        "",
        "{text} It was [MASK].",
        "{text} It was [mask].",
        "The capital of France is [MASK].",
        "{text} [[MASK] is [MASK].",
        "{{literal}} {text} [MASK]",
        "{text} (so-so) 《书》 a_b * c * [MASK]",
        '{"placeholder": "text_a"} {"mask"}',
        "{text} has no question",
        "{text} [SOFT]x [MASK]",
        "{text} [MASK] and [MASK]",
        "{'text': 'It was'} {'mask'}",
        "{sentiment} [MASK]",
        '"{text}", they said: "[MASK]"',
        "Note: {text} [MASK]",
        "It costs $5 {text}: [MASK]",
        "{text} self.get_mask()",
        "{text}. Its label is {label}: [MASK]",
        "[text, 'no mask']",
        "<extra_id_0> {text} <mask>",
        "x" * 3000,
    ],
)
def test_nothing_is_offered_where_nothing_else_can_be_meant(source):
    assert offer(source) is None


def test_a_models_own_mask_spelling_is_no_others():
    assert offer("{text} <mask>", "<mask>") is None


@given(SOURCES | st.text("{}[]()<>*_|%MASKmask｛｝【】 ", max_size=20))
def test_what_is_offered_can_be_read(source):
    found = offer(source)
    if found and found.text is not None:
        assert parse(found.text).run_length
