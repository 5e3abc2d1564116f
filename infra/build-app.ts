import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { bundleFunctions } from "./bundle.ts";
import type { Context } from "./context.ts";
import { shipPackages } from "./packages/ship-packages.ts";
import { settingsFor } from "./settings.ts";
import { ApiStack } from "./stacks/api.ts";
import { DataStack } from "./stacks/data.ts";
import { IssuerStack } from "./stacks/issuer.ts";
import { WatchStack } from "./stacks/monitoring.ts";
import { PhotosStack } from "./stacks/photos.ts";

/** The whole of dangbo in one stage. Stacks are listed in the order they are deployed in. */
export const buildApp = (context: Context): App => {
  const settings = settingsFor(context);
  const bundles = bundleFunctions(context.functionsFolder, join(context.outdir, "bundles"));
  shipPackages(bundles, settings.stage);
  const app = new App({
    outdir: context.outdir,
    analyticsReporting: false,
    treeMetadata: false,
    context: {
      // What one stack takes from another cannot be deleted under it.
      "@aws-cdk/core:defaultCrossStackReferences": "strong",
      // The CLI sets these too: with or without it, the same templates come out.
      "aws:cdk:enable-asset-metadata": true,
      "aws:cdk:enable-path-metadata": true,
    },
  });
  const { table } = new DataStack(app, { settings });
  const photos = new PhotosStack(app, { settings, bundles, table });
  const { issuerUrl, token } = new IssuerStack(app, { settings, bundles, table });
  const api = new ApiStack(app, { settings, bundles, table, store: photos.store, issuerUrl, token });
  // The API knows the bucket by a name put together, not by a reference that would order the stacks.
  api.addStackDependency(photos);
  if (settings.watch) new WatchStack(app, { settings, watch: settings.watch, table });
  return app;
};
