import { buildApp } from "./build-app.ts";
import { readContext } from "./context.ts";

buildApp(readContext(process.argv.slice(2), process.env)).synth();
