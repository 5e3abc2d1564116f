/** The style of the page, for light and dark, paper and phones. */
export const style = `
:root { color-scheme: light dark; --line: color-mix(in srgb, currentColor 20%, transparent); }
body { font: 16px/1.55 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; }
nav ul { columns: 16rem; padding-left: 1rem; }
article { border-top: 1px solid var(--line); padding: .5rem 0 1rem; }
h2 { margin-top: 3rem; }
h4 { margin: 1rem 0 .25rem; }
code, pre { font: .9em/1.4 ui-monospace, monospace; overflow-wrap: anywhere; }
pre { border: 1px solid var(--line); border-radius: .4rem; padding: .75rem; overflow-x: auto; }
.route { font-weight: 600; }
dl { margin: 0 0 0 1rem; }
dd { margin: 0 0 .4rem 1.5rem; }
dd p { margin: 0; }
small { opacity: .75; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 1px solid var(--line); padding: .35rem .5rem; text-align: left; vertical-align: top; }
:target { outline: 2px solid Highlight; outline-offset: 2px; }
`;
