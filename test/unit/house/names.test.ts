import { sources } from "./sources.ts";

test("No two exported types of lib, functions and infra have the same name", () => {
  const places = new Map<string, string[]>();
  for (const [file, text] of sources)
    for (const [, name = ""] of text.matchAll(/^export (?:declare )?(?:abstract )?(?:type|interface|class) (\w+)/gm))
      places.set(name, [...(places.get(name) ?? []), file]);
  const repeated = [...places].filter(([, files]) => files.length > 1);
  expect(repeated.map(([name, files]) => `${name}: ${files.join(", ")}`)).toEqual([]);
});
