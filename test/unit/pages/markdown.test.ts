import { array, assert, constantFrom, integer, property, string, tuple } from "fast-check";
import { levelsOf, markdown as render } from "../../../functions/pages/markdown.ts";

const markdown = (text: string) => render(text, "vi");

test("Paragraphs, emphasis, lists, tables and links become markup", () => {
  const { text } = markdown(
    "Một **hai** *ba*\n\n1. a\n2. b\n\n| a |\n|---|\n| b |\n\n[c](https://nlv.example/x?a=1&b=2)",
  );
  expect(text).toContain("<p>Một <strong>hai</strong> <em>ba</em></p>");
  expect(text).toContain("<ol>\n<li>a</li>\n<li>b</li>\n</ol>");
  expect(text).toContain("<td>b</td>");
  expect(text).toContain('<a href="https://nlv.example/x?a=1&amp;b=2">c</a>');
});

test("HTML and links with scripts or without a target are rendered as text", () => {
  expect(markdown("<script>alert(1)</script>").text).not.toContain("<script");
  const urls = "javascript:alert(1) JaVaScRiPt:alert(1) data:text/html,x vbscript:x /v1/x //evil.example file:///etc";
  for (const url of urls.split(" "))
    expect(markdown(`[a](${url}) [b][x] <${url}>\n\n[x]: ${url}`).text).not.toContain("<a");
  expect(markdown("[thư](mailto:a@b.example)").text).toContain('href="mailto:a@b.example"');
});

test("Images are never embedded", () => {
  expect(markdown("![a](https://evil.example/x.png)").text).not.toContain("<img");
  expect(markdown("![a][x]\n\n[x]: https://evil.example/x.png").text).not.toContain("<img");
});

test("Headings start below the headline for any levels of the article", () => {
  expect(markdown("### A\n\n##### B\n\n# C").text).toBe("<h2>A</h2>\n<h3>B</h3>\n<h2>C</h2>\n");
});

test("No heading is more than one level below the one before it", () => {
  assert(
    property(array(integer({ min: 1, max: 6 })), (written) => {
      const levels = [1, ...levelsOf(written)];
      for (const [i, level] of levels.entries()) {
        expect(level).toBeLessThanOrEqual((levels[i - 1] ?? 1) + 1);
        expect(level).toBeLessThanOrEqual(6);
      }
    }),
  );
});

const allowed =
  /^<(?:\/?(?:p|strong|em|s|a|ul|ol|li|h[2-6]|blockquote|pre|code|hr|br|table|thead|tbody|tr|th|td)(?: (?:href="(?:https?:\/\/|mailto:)[^"<>]*"|title="[^"<>]*"|start="\d+"|class="(?:left|center|right)"))*|div class="scroll" role="group" tabindex="0" aria-label="(?:Bảng|Mã)"|\/div)>$/i;

test("The alignment of columns is a class, since the policy of the pages forbids inline styles", () => {
  const { text } = markdown("| a | b | c | d |\n|:--|:-:|--:|---|\n| 1 | 2 | 3 | 4 |");
  expect(text).not.toContain("style=");
  expect(text.match(/<t[hd]\b[^>]*>/g)).toEqual(
    ["th", "td"].flatMap((name) => [
      `<${name} class="left">`,
      `<${name} class="center">`,
      `<${name} class="right">`,
      `<${name}>`,
    ]),
  );
});

test("Tables and code are in regions that scroll by themselves and are reached by keyboard", () => {
  const region = (label: string) => `<div class="scroll" role="group" tabindex="0" aria-label="${label}">`;
  expect(markdown("| a |\n|---|\n| b |").text).toMatch(
    new RegExp(`^${region("Bảng")}<table>[\\s\\S]*</table></div>\n$`),
  );
  for (const code of ["```sql\n<a> & b\n```", "    <a> & b"])
    expect(markdown(code).text).toBe(`${region("Mã")}<pre><code>&lt;a&gt; &amp; b\n</code></pre></div>\n`);
  expect(render("    x", "en").text).toContain('aria-label="Code"');
});

test("Characters that XML cannot contain are left out", () => {
  expect(markdown("a\u0008b\uFFFFc\uD800d").text).toBe("<p>abcd</p>\n");
});

test("Rendered Markdown contains only allowed tags and attributes", () => {
  const html =
    "<script>alert(1)</script>·<img src=x onerror=alert(1)>·<svg/onload=alert(1)>·<a href='·<!--·-->·<![CDATA[·]]>";
  const markup =
    "](·[a](·)·![·`·```\n·\n\n·> ·# ·- ·| a |\n|:-:|\n·[x]: javascript:alert(1)\n·https://a.example/·<https://";
  const characters = "&lt;script&gt;·&#106;avascript:·\"·'·>·\\·\u0000·<·&·javascript:alert(1)";
  const part = constantFrom(...`${html}·${markup}·${characters}`.split("·"));
  assert(
    property(array(tuple(part, string({ maxLength: 5 })), { maxLength: 30 }), (parts) => {
      const { text } = markdown(parts.flat().join(""));
      const tags = text.match(/<[^>]*>?/g) ?? [];
      expect(tags.filter((tag) => !allowed.test(tag))).toEqual([]);
    }),
    { numRuns: 3_000 },
  );
});
