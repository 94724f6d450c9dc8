/** The style of the page. It needs no script, no font and no picture from anywhere. */
export const style = `
:root{color-scheme:light dark;--bg:#fbfbfa;--card:#fff;--ink:#1c1e21;--soft:#5c636c;--line:#e2e4e7;--good:#1a7f4b;--bad:#c22f2f;--warn:#8f6400;--idle:#6b727b;--plan:#cfd4da;--track:#eff1f3;--code:#f3f4f6}
@media (prefers-color-scheme:dark){:root{--bg:#131517;--card:#1b1e21;--ink:#e7e9ec;--soft:#a2a9b2;--line:#2d3237;--good:#4cc487;--bad:#f27d7d;--warn:#e0b050;--idle:#98a0a9;--plan:#4a525a;--track:#24282c;--code:#22262a}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--bg);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;overflow-wrap:anywhere}
main{max-width:1080px;margin:0 auto;padding:28px 24px 64px}
h1{font-size:26px;line-height:1.25;margin:0 0 4px;letter-spacing:-.01em}
h2{font-size:18px;margin:40px 0 12px}
h3{font-size:15px;margin:0 0 4px}
p{margin:4px 0}
.soft{color:var(--soft)}
.small{font-size:13px}
code,pre{font:13px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"Noto Sans Mono",monospace}
code{background:var(--code);border-radius:4px;padding:1px 4px}
pre code,summary code{background:none;padding:0}
pre{background:var(--code);border-radius:6px;padding:10px 12px;margin:8px 0 0;overflow-x:auto;white-space:pre-wrap;max-height:360px;overflow-y:auto}
.badge{display:inline-block;border:1px solid currentColor;border-radius:999px;padding:0 9px;font-size:13px;line-height:22px;white-space:nowrap}
.good{color:var(--good)}.bad{color:var(--bad)}.warn{color:var(--warn)}.idle{color:var(--idle)}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:12px;margin:20px 0 0;padding:0}
.card{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:12px 14px}
.card dt{font-size:13px;color:var(--soft);margin:0}
.card dd{margin:2px 0 0;font-size:22px;line-height:1.25;font-variant-numeric:tabular-nums}
.card dd small{display:block;font-size:13px;color:var(--soft);line-height:1.4}
.panel{background:var(--card);border:1px solid var(--line);border-radius:10px;overflow:hidden}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
th,td{text-align:left;padding:8px 14px;border-top:1px solid var(--line);vertical-align:top;overflow-wrap:break-word}
thead th{border-top:0;font-size:13px;font-weight:600;color:var(--soft)}
td.num,th.num{text-align:right;white-space:nowrap}
.rows{list-style:none;margin:0;padding:0 0 8px}
.row{display:grid;grid-template-columns:minmax(0,38%) minmax(0,1fr) 9.5em;gap:14px;align-items:center;padding:5px 14px}
.row .name{white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
.row .name b{font-variant-numeric:tabular-nums}
.row .end{text-align:right;font-size:13px;white-space:nowrap}
.bar{display:block;width:100%;height:14px;overflow:visible}
.bar .track{fill:var(--track)}.bar .f-good{fill:var(--good)}.bar .f-bad{fill:var(--bad)}.bar .f-warn{fill:var(--warn)}.bar .f-idle{fill:var(--idle)}.bar .f-plan{fill:var(--plan)}
summary{cursor:pointer;padding:10px 14px;font-weight:600}
summary .soft{font-weight:400}
.failure summary{padding:4px 0;font-weight:400;color:var(--soft);font-size:13px}
.failure details>.inner{padding:0}
details+details{border-top:1px solid var(--line)}
details>.inner{padding:0 14px 14px}
.failure{padding:14px}
.failure+.failure{border-top:1px solid var(--line)}
.failure ul{margin:6px 0;padding-left:20px}
.legend{display:flex;flex-wrap:wrap;gap:4px 16px;margin:8px 2px 0;font-size:13px;color:var(--soft)}
.dot{display:inline-block;width:10px;height:10px;border-radius:3px;margin-right:6px;background:currentColor}
.dot.plan{color:var(--plan)}
footer{margin-top:48px;color:var(--soft);font-size:13px}
@media (max-width:640px){main{padding:20px 14px 48px}h1{font-size:22px}.cards{grid-template-columns:1fr 1fr;gap:8px}.card{padding:10px 12px}.card dd{font-size:19px}.row{grid-template-columns:minmax(0,1fr) auto;gap:2px 10px;padding:8px 12px}.row .name{white-space:normal;font-size:14px}.row .bar{grid-column:1/-1;grid-row:2}.stack thead{display:none}.stack,.stack tbody{display:block}.stack tr{display:block;padding:8px 12px;border-top:1px solid var(--line)}.stack tr:first-child{border-top:0}.stack td{display:flex;justify-content:space-between;gap:16px;border:0;padding:2px 0;text-align:right}.stack td.num{white-space:normal}.stack td::before{content:attr(data-label);color:var(--soft);text-align:left;flex:none}.stack td.lead{display:block;text-align:left;font-weight:600}.stack td.lead::before{content:none}.stack td.long{display:block;text-align:left}.stack td.long::before{content:none}}
@media print{body{background:#fff}pre{max-height:none}.panel,.card{break-inside:avoid}}
`
