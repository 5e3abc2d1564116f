/** Lists and quotations within a number of elements or more; a level of a list has two. */
const nested = (elements: number) => `${"* ".repeat(elements)}:is(ul,ol,blockquote)`;

/**
 * The style of all pages: system fonts with complete Vietnamese diacritics, a contrast of at least 4.5:1 in light and dark,
 * and no hyphenation, since Vietnamese separates syllables by spaces.
 */
const screen = `
:root{color-scheme:light dark;--two:repeat(2,minmax(0,1fr));--paper:#fbf9f4;--card:#f3efe4;--ink:#23201b;--soft:#5c554a;--line:#d9d2c3;--accent:#8c1d18;--serif:"Noto Serif","Source Serif 4","Iowan Old Style",Charter,Georgia,"Times New Roman",serif;--sans:system-ui,"Segoe UI",Roboto,"Noto Sans",Arial,sans-serif}
@media(prefers-color-scheme:dark){:root{--paper:#181613;--card:#221f1a;--ink:#ebe6db;--soft:#b3aa9a;--line:#3b362e;--accent:#f0988c}}
*,::before,::after{box-sizing:border-box}
html{hyphens:manual;-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:1.0625rem/1.7 var(--sans);overflow-wrap:anywhere}
a{color:var(--accent);text-underline-offset:.18em;text-decoration-thickness:.06em}
a:hover{text-decoration-thickness:.14em}
:focus-visible{outline:.19rem solid var(--accent);outline-offset:.19rem;border-radius:.13rem}
img{display:block;width:100%;height:auto;background:var(--card)}
h1,h2,h3,h4,h5,h6{font-family:var(--serif);font-weight:600;line-height:1.3;text-wrap:balance;margin:0}
.wide{max-width:72rem;margin-inline:auto;padding-inline:clamp(1.125rem,4vw,2.5rem)}
.skip{position:absolute;left:-999rem;top:0;background:var(--paper);padding:.6rem 1rem;z-index:1}
.skip:focus{left:0}
.top{border-bottom:1px solid var(--line)}
.top .wide{display:flex;gap:1.5rem;justify-content:space-between;align-items:baseline;padding-block:1.1rem;flex-wrap:wrap}
.top nav{display:flex;flex-wrap:wrap;gap:.2rem 1.3rem}
.top a,.eyebrow a{text-decoration:none}
.top a:hover,.eyebrow a:hover{text-decoration:underline}
.brand{font:600 1.25rem/1.3 var(--serif);color:var(--ink);border-bottom:.19rem solid var(--accent);padding-bottom:.15rem}
.small,.top nav{font-size:.9375rem}
main{padding-block:clamp(2rem,6vw,4rem) 4rem}
.eyebrow{margin:0 0 .9rem;font-size:.9375rem;font-weight:600}
.opening{max-width:52rem}
h1{font-size:clamp(1.8rem,1.2rem + 2.6vw,3rem);line-height:1.22}
p.status{margin:1.1rem 0 0;padding:.6rem 1rem;border-left:.25rem solid var(--accent);background:var(--card)}
.status b,b.status{color:var(--accent);font-weight:600}
.lead{font:1.25rem/1.6 var(--serif);margin:1.4rem 0 0}
.lead+.lead{margin-top:.8rem}
.facts{display:flex;flex-wrap:wrap;gap:.4rem 2.2rem;margin:1.6rem 0 0;padding:1rem 0;border-block:1px solid var(--line);font-size:.9375rem}
.facts div{display:flex;gap:.5rem}
.facts dt{color:var(--soft);white-space:nowrap}
.facts dd{margin:0;min-width:0}
figure{margin:0}
figcaption{font-size:.9375rem;line-height:1.5;margin-top:.6rem}
.credit{color:var(--soft);display:block;font-size:.875rem}
.hero{margin-top:2.2rem}
.hero img,.gallery img{object-fit:contain}
.hero img{max-height:46rem}
.gallery img{max-height:34rem}
.columns{display:grid;grid-template-columns:minmax(0,1fr);gap:2.8rem;margin-top:2.8rem}
.text{font-family:var(--serif);font-size:1.125rem;line-height:1.75;max-width:40rem;min-width:0}
.text>*{margin:0 0 1.1em}
.text :is(h2,h3,h4,h5,h6){margin-top:1.7em;margin-bottom:.5em}
.text h2{font-size:1.45rem}
.text h3{font-size:1.25rem}
.text :is(h4,h5,h6){font-size:1.125rem}
.text blockquote{margin-inline:0;padding-left:1.2rem;border-left:.19rem solid var(--accent)}
.scroll{overflow-x:auto}
.text ${nested(6)}{padding-left:.7rem;list-style-position:inside}
.text ${nested(16)}{padding-left:0;border:0}
.text pre{width:max-content;min-width:100%;margin:0;background:var(--card);padding:1rem;overflow-wrap:normal}
.text table{border-collapse:collapse;font-family:var(--sans);font-size:1rem}
.text th,.text td{border:1px solid var(--line);padding:.4rem .7rem;text-align:left;overflow-wrap:break-word}
.text .center{text-align:center}
.text .right{text-align:right}
.text hr{border:0;border-top:1px solid var(--line);margin-block:2em}
.figures{background:var(--card);border-top:.25rem solid var(--accent);padding:1.5rem;align-self:start}
.figures h2{font-size:1.25rem}
.figures dl{display:grid;grid-template-columns:var(--two);gap:1.3rem 1rem;margin:1.3rem 0}
.figures dl div{display:flex;flex-direction:column-reverse;justify-content:flex-end}
.figures dt{font-size:.875rem;line-height:1.4;color:var(--soft)}
.figures dd{margin:0;font:600 1.9rem/1.2 var(--serif);color:var(--accent);font-variant-numeric:lining-nums tabular-nums}
.figures p{margin:0;font-size:.8125rem;color:var(--soft)}
.part{margin-top:3.5rem}
.part>h2{font-size:1.55rem;padding-bottom:.6rem;border-bottom:1px solid var(--line);margin-bottom:1.6rem}
.gallery{display:grid;grid-template-columns:minmax(0,1fr);gap:2rem 1.6rem}
.byline{margin-top:2.2rem;font-size:.9375rem;color:var(--soft)}
.byline p{margin:0}
.byline b{color:var(--ink);font-weight:600}
.tools{display:flex;flex-wrap:wrap;gap:.4rem 1.6rem;margin:1.2rem 0 0;padding:0;list-style:none;font-size:.9375rem}
.events{list-style:none;margin:0;padding:0}
.events>li{padding-block:1.7rem;border-bottom:1px solid var(--line)}
.events :is(h2,h3){font-size:1.35rem}
.events :is(h2,h3) a{color:inherit;text-decoration:none}
.events :is(h2,h3) a:hover{color:var(--accent);text-decoration:underline}
.events p{margin:.5rem 0 0;max-width:44rem}
.cover{display:grid;grid-template-columns:minmax(0,1fr);gap:1rem 1.8rem}
.cover img{aspect-ratio:3/2;object-fit:cover}
.events .small{color:var(--soft)}
.part>.events>li:first-child{padding-top:0}
.pages,.pages span{display:flex;justify-content:space-between;gap:.4rem 1.6rem;flex-wrap:wrap}
.pages{margin-top:2rem}
.bottom{border-top:1px solid var(--line);font-size:.9375rem}
.bottom .wide{padding-block:1.6rem;display:flex;gap:.4rem 1.6rem;flex-wrap:wrap}
@media(min-width:40rem){.cover{grid-template-columns:15rem minmax(0,1fr)}.gallery{grid-template-columns:var(--two)}.related{display:grid;grid-template-columns:var(--two);column-gap:2.5rem}.part>.related>li:nth-child(2){padding-top:0}}
@media(min-width:60rem){.columns{grid-template-columns:minmax(0,1fr) 21rem;gap:4rem}}
@media(forced-colors:active){.figures{border:1px solid}}
`;

/** What is different on paper. */
const paper = `
:root{color-scheme:light;--paper:#fff;--card:#fff;--ink:#000;--soft:#444;--line:#bbb;--accent:#000}
body{font-size:11pt}.top nav,.pages,.bottom,.tools,.related-part,.skip{display:none}main{padding-block:1rem 0}
h1{font-size:22pt}.text{font-size:11.5pt;max-width:none}a{color:inherit;text-decoration:none}
figure,.figures,tr{break-inside:avoid}h2,h3,h4,h5,h6{break-after:avoid}
.scroll{overflow:visible}.text pre{width:auto;white-space:pre-wrap;overflow-wrap:anywhere;border:1px solid var(--line);font-size:9pt}.text table{width:100%;font-size:9pt}.text th,.text td{padding:.15rem .3rem;overflow-wrap:anywhere}
.text table:has(th:nth-child(8)){font-size:7pt}.text table:has(th:nth-child(20)){font-size:5pt}.text table:has(th:nth-child(20)) :is(th,td){padding:.1rem 0}.text table:not(:has(th:nth-child(13))) :is(th,td){min-width:3.2em}
.columns{display:block}.figures{border:1px solid #bbb;margin-top:1.5rem}.figures dl{grid-template-columns:repeat(4,minmax(0,1fr))}
.hero img,.gallery img{max-height:11cm;object-position:left}.gallery{grid-template-columns:var(--two);gap:1rem}.part{margin-top:1.5rem}
`;

const compact = (css: string) => css.trim().replaceAll("\n", "");

/** On the screen, and on paper where it is printed. */
export const style = compact(`${screen}@media print{${paper}}`);
/** As on paper, on the screen too: the version to print. */
export const paperStyle = compact(`${screen}${paper}`);
