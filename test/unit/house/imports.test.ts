import { folderOf, type Import, imports, sources } from "./sources.ts";

/** Layers of lib from the bottom up. A folder imports only folders below it, and in its own layer those of `withinLayer`. */
const layers: readonly (readonly [name: string, ...folders: string[]])[] = [
  ["base", "shared", "rules", "vocabulary"],
  ["adapters", "table", "storage", "aws"],
  ["records", "records"],
  ["tenancy", "organisations", "statistics"],
  ["areas"],
  ["followers", "changes", "webhooks", "data-subjects"],
  ["contract", "contract"],
];
/** The layer of every folder that no other layer lists. */
const areas = layers.findIndex(([name]) => name === "areas");

/** In one layer, which folders may import which. */
const withinLayer: Readonly<Record<string, readonly string[]>> = {
  shared: ["vocabulary"],
  rules: ["shared"],
  table: ["aws"],
  storage: ["aws"],
  organisations: ["statistics"],
  meetings: ["members"],
  awards: ["members", "meetings"],
  photos: ["members", "meetings"],
  articles: ["meetings", "awards", "photos"],
  webhooks: ["changes"],
  "data-subjects": ["changes"],
};

const layerOf = (folder: string) => {
  const found = layers.findIndex(([, ...folders]) => folders.includes(folder));
  return found < 0 ? areas : found;
};
const libFolder = (file: string) => (file.startsWith("lib/") ? file.split("/")[1] : undefined);

test("The imports of the sources are found", () => {
  expect(imports.length).toBeGreaterThan(100);
});

test("Every folder in the list of layers exists in lib", () => {
  const existing = new Set([...sources.keys()].map(libFolder));
  expect(layers.flatMap(([, ...folders]) => folders).filter((folder) => !existing.has(folder))).toEqual([]);
});

const isUpward = (from: string, to: string) => {
  const [a, b] = [libFolder(from), libFolder(to)];
  return a !== undefined && b !== undefined && layerOf(b) > layerOf(a);
};
const isSideways = (from: string, to: string) => {
  const [a, b] = [libFolder(from), libFolder(to)];
  return a !== undefined && b !== undefined && a !== b && layerOf(a) === layerOf(b) && !withinLayer[a]?.includes(b);
};
const isIn = (file: string, ...folders: string[]) => folders.some((folder) => file.startsWith(`${folder}/`));
const httpPackages = /^(@middy|aws-lambda|aws-cdk-lib|constructs|node:http)/;

/** A file with its layer, as failed tests show it. */
const withLayer = (file: string) => {
  const folder = libFolder(file);
  const number = folder === undefined ? -1 : layerOf(folder);
  return number < 0 ? file : `${file} (layer ${number}, ${layers[number]?.[0]})`;
};

test.each<[string, (from: string, to: string) => boolean]>([
  ["No import of lib points to a higher layer", isUpward],
  ["Within a layer of lib, folders import each other only in the allowed direction", isSideways],
  [
    "lib imports neither functions nor infra",
    (from, to) => isIn(from, "lib") && isIn(to, "functions", "infra", "test", "lab"),
  ],
  [
    "infra imports only the contract and the vocabulary of lib, and no functions",
    (from, to) =>
      isIn(from, "infra") &&
      (isIn(to, "functions", "test", "lab") || (isIn(to, "lib") && !isIn(to, "lib/contract", "lib/vocabulary"))),
  ],
  [
    "Functions import lib and functions/shared, no other function and no infra",
    (from, to) =>
      isIn(from, "functions") &&
      (isIn(to, "infra", "test", "lab") || (isIn(to, "functions") && !isIn(to, folderOf(from), "functions/shared"))),
  ],
  ["lib uses no HTTP, Lambda or CDK package", (from, to) => isIn(from, "lib") && httpPackages.test(to)],
])("%s", (_, isBroken) => {
  const broken = imports.filter(({ from, to }) => isBroken(from, to));
  expect(broken.map(({ from, to }) => `${withLayer(from)} → ${withLayer(to)}`)).toEqual([]);
});

test("No two folders of lib import each other", () => {
  const pairs = new Map<string, Import>();
  for (const edge of imports) {
    const [a, b] = [libFolder(edge.from), libFolder(edge.to)];
    if (a && b && a !== b) pairs.set(`${a} ${b}`, edge);
  }
  const mutual = [...pairs].flatMap(([pair, edge]) => {
    const [a = "", b = ""] = pair.split(" ");
    const back = pairs.get(`${b} ${a}`);
    return a < b && back ? [`${edge.from} → ${edge.to} and ${back.from} → ${back.to}`] : [];
  });
  expect(mutual).toEqual([]);
});

test("No files import each other in a cycle", () => {
  const targets = Map.groupBy(imports, ({ from }) => from);
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (file: string, trail: readonly string[]) => {
    if (trail.includes(file)) cycles.push([...trail.slice(trail.indexOf(file)), file].join(" → "));
    if (done.has(file) || trail.includes(file)) return;
    for (const { to } of targets.get(file) ?? []) visit(to, [...trail, file]);
    done.add(file);
  };
  for (const file of sources.keys()) visit(file, []);
  expect(cycles).toEqual([]);
});
