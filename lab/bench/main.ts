/** `npm run bench`: what functions weigh, what operations ask of the table, what photos cost, how long requests take. */
import { measureAll } from "./measure-all.ts";
import { readOptions } from "./options.ts";
import { writeMeasured } from "./report/file.ts";
import { markdownOf } from "./report/markdown.ts";
import { textOf } from "./report/text.ts";

const options = readOptions(process.argv.slice(2));
const sections = await measureAll(options, (text) => process.stderr.write(`${text}\n`));
console.info(sections.map(options.markdown ? markdownOf : textOf).join("\n\n"));
if (options.write) writeMeasured(sections);
