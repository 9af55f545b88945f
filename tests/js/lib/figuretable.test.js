import assert from "node:assert/strict";
import { test } from "node:test";
import { csv, unescaped } from "../../../assets/js/lib/figuretable.js";

test("names are whole and as they were typed", () => {
  const long = `${"a very long name ".repeat(8)}&lt;b&gt; &amp;lt; "quoted"`;
  const text = csv({ head: ["label", "probability"], rows: [[long, 0.25]] });
  assert.equal(text, `\ufeff"label","probability"\r\n"${unescaped(long).replaceAll('"', '""')}",0.25\r\n`);
  assert.ok(text.includes("<b> &lt;"));
});

test("what is not known is empty, and numbers stay numbers", () => {
  assert.equal(csv({ head: ["x"], rows: [[null], [-0.5], [8e-7]] }), '\ufeff"x"\r\n\r\n-0.5\r\n8e-7\r\n');
});

test("no text is a formula", () => {
  for (const text of ["=1+1", "+a", "-x", "@home", "\t=1", "＝1"])
    assert.ok(csv({ head: [], rows: [[text]] }).includes(`"'${text}"`));
  assert.ok(csv({ head: [], rows: [["-1"]] }).includes('"-1"'));
});
