import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";

const root = join(import.meta.dirname, "../../..");
const sources = ["lib", "functions", "infra"].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => join(folder, file)),
);
const importForm = /(?:from|import)\s*\(?\s*"([^"]+)"/g;

const edges = sources.flatMap((file) =>
  [...readFileSync(join(root, file), "utf8").matchAll(importForm)].map(([, target = ""]) => ({
    from: file,
    to: target.startsWith(".") ? relative(root, normalize(join(root, dirname(file), target))) : target,
  })),
);
const room = (file: string) => file.split("/").slice(0, 2).join("/");
const wrong = (bad: (from: string, to: string) => boolean) =>
  edges.filter(({ from, to }) => bad(from, to)).map(({ from, to }) => `${from} → ${to}`);

/** Rooms of lib that every area may use. */
const common = [
  "lib/aws",
  "lib/contract",
  "lib/vocabulary",
  "lib/records",
  "lib/shared",
  "lib/table",
  "lib/storage",
  "lib/rules",
];
const isArea = (file: string) => file.startsWith("lib/") && file.split("/").length > 2 && !common.includes(room(file));

test("The scan sees the house", () => {
  expect(edges.length).toBeGreaterThan(100);
});

test("lib imports neither functions nor infra", () => {
  expect(wrong((from, to) => from.startsWith("lib/") && /^(functions|infra|test)\//.test(to))).toEqual([]);
});

test("infra imports only the contract and the vocabulary of lib, and no functions", () => {
  const bad = (from: string, to: string) =>
    from.startsWith("infra/") &&
    (/^(functions|test)\//.test(to) ||
      (to.startsWith("lib/") && !["lib/contract", "lib/vocabulary"].includes(room(to))));
  expect(wrong(bad)).toEqual([]);
});

test("functions import lib and what functions share, no other function and no infra", () => {
  const bad = (from: string, to: string) =>
    from.startsWith("functions/") &&
    (/^(infra|test)\//.test(to) ||
      (to.startsWith("functions/") && room(to) !== room(from) && room(to) !== "functions/shared"));
  expect(wrong(bad)).toEqual([]);
});

test("Areas know no HTTP, no Lambda and no CDK", () => {
  const bad = (from: string, to: string) =>
    isArea(from) && /^(@middy|aws-lambda|aws-cdk-lib|constructs|node:http)/.test(to);
  expect(wrong(bad)).toEqual([]);
});

test("Nobody imports in a circle", () => {
  const targets = new Map<string, string[]>();
  for (const { from, to } of edges) targets.set(from, [...(targets.get(from) ?? []), to]);
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (file: string, trail: readonly string[]) => {
    if (trail.includes(file)) circles.push([...trail.slice(trail.indexOf(file)), file].join(" → "));
    if (done.has(file) || trail.includes(file)) return;
    for (const target of targets.get(file) ?? []) visit(target, [...trail, file]);
    done.add(file);
  };
  for (const file of sources) visit(file, []);
  expect(circles).toEqual([]);
});
