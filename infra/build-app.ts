import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { bundleFunctions } from "./bundle.ts";
import type { SynthContext } from "./context.ts";
import { shipPackages } from "./packages/ship-packages.ts";
import { settingsFor } from "./settings.ts";
import { ApiStack } from "./stacks/api.ts";
import { DataStack } from "./stacks/data.ts";
import { IssuerStack } from "./stacks/issuer.ts";
import { MonitoringStack } from "./stacks/monitoring.ts";
import { PhotosStack } from "./stacks/photos.ts";

/** All stacks of one stage, in the order of deployment. */
export const buildApp = (context: SynthContext): App => {
  const settings = settingsFor(context);
  const bundles = bundleFunctions(context.functionsFolder, join(context.outdir, "bundles"));
  shipPackages(bundles, settings.stage);
  const app = new App({
    outdir: context.outdir,
    analyticsReporting: false,
    treeMetadata: false,
    context: {
      // A resource cannot be deleted while another stack references it.
      "@aws-cdk/core:defaultCrossStackReferences": "strong",
      // Set by the CDK CLI too, so that synthesis gives the same templates with and without it.
      "aws:cdk:enable-asset-metadata": true,
      "aws:cdk:enable-path-metadata": true,
    },
  });
  const { table } = new DataStack(app, { settings });
  const photos = new PhotosStack(app, { settings, bundles, table });
  const { issuerUrl, token } = new IssuerStack(app, { settings, bundles, table });
  const api = new ApiStack(app, { settings, bundles, table, photoBucket: photos.photoBucket, issuerUrl, token });
  // The API has a composed bucket name, not a reference that would order the stacks.
  api.addStackDependency(photos);
  if (settings.monitoring) new MonitoringStack(app, { settings, monitoring: settings.monitoring, table });
  return app;
};
