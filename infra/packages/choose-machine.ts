import { packageFolders } from "./closure.ts";
import { lambdaMachines, type Machine, thisMachine } from "./machine.ts";

/**
 * The machine a function is made for: on one machine that machine; in Lambda the cheapest one that its packages are
 * installed for. Throws where there is none.
 */
export function chooseMachine(packages: readonly string[], stage: string): Machine {
  const possible: readonly Machine[] = stage === "local" && packages.length > 0 ? [thisMachine] : lambdaMachines;
  const chosen = possible.find((machine) => packageFolders(packages, machine) !== undefined);
  if (chosen !== undefined) return chosen;
  const machines = possible.map(({ os, cpu }) => `${os}-${cpu}`).join(" or ");
  throw new Error(`${packages.join(", ")} is installed without machine code for ${machines} (docs/deploy.md)`);
}
