import { withSections } from "../../bench/report/file.ts";

const section = (title: string, note: string) => ({ title, notes: [note], columns: [{ title: "a" }], rows: [["1"]] });
const table = "| a |\n| --- |\n| 1 |";

test("what was measured takes the place of what was measured before, and the rest stays", () => {
  const document = "# Measured\n\nAbout.\n\n## Units\n\nOld.\n\n## Time\n\nKept.\n";
  expect(withSections(document, [section("Units", "New."), section("More", "First.")])).toBe(
    `# Measured\n\nAbout.\n\n## Units\n\nNew.\n\n${table}\n\n## Time\n\nKept.\n\n## More\n\nFirst.\n\n${table}\n`,
  );
});
