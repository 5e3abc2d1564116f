import { type FunctionName, functions } from "../../../lib/contract/functions.ts";
import { journeys } from "./journeys/all.ts";
import { functionOf, inWords } from "./journeys/functions.ts";
import { type Play, startPlay } from "./journeys/play.ts";
import { grantsOf, type Proof, record, withoutIt } from "./journeys/prove.ts";

const names = Object.keys(functions) as FunctionName[];

let play: Play;
let proofs: Proof[] = [];
/** What the keys of the issuer were answered with before anything else was called, with and without the right to read them. */
const keysAnswered: number[] = [];

beforeAll(async () => {
  play = await startPlay(async (permissions, url) => {
    const [grant] = permissions.grants().filter(({ action }) => action === "kms:GetPublicKey");
    if (!grant) throw new Error("Nobody may read the public key");
    const ask = async () => keysAnswered.push((await fetch(`${url}/.well-known/jwks.json`)).status);
    const putBack = permissions.revoke(grant);
    await ask();
    putBack();
    await ask();
  });
  proofs = await record(play, journeys);
}, 300_000);
afterAll(() => play.close(), 60_000);

/** Read once by each environment, so that no journey but the first call of all can miss it. */
const readAtFirst = "token: kms:GetPublicKey on the key";

test("the keys of the issuer cannot be told without the right to read them", () => {
  expect(keysAnswered).toEqual([500, 200]);
});

test("no permission is spare: every one granted is made use of by a journey, or by Lambda itself", () => {
  const isNeeded = ({ grant, journeys: by }: Proof) => {
    const putBack = play.permissions.revoke(grant);
    const isOfLambda = play.permissions.missingAccess().length > 0;
    putBack();
    return isOfLambda || by.length > 0 || inWords(grant) === readAtFirst;
  };
  expect(proofs.filter((proof) => !isNeeded(proof)).map(({ grant }) => inWords(grant))).toEqual([]);
});

test("every grant stands once", () => {
  const all = grantsOf(play).map(inWords);
  expect(all.filter((grant, at) => all.indexOf(grant) !== at)).toEqual([]);
});

test.each(names)(
  "%s: without any one of its permissions a journey fails, or the service does not start",
  async (name) => {
    const own = proofs.filter(({ grant }) => functionOf(grant) === name && inWords(grant) !== readAtFirst);
    expect(own.length).toBeGreaterThan(0);
    const unharmed: string[] = [];
    for (const proof of own) if ((await withoutIt(play, proof)) === undefined) unharmed.push(inWords(proof.grant));
    expect(unharmed).toEqual([]);
  },
  120_000,
);
