/** The style sheet of the page: one column on a phone, the picture beside its list where there is room. */
export const pageStyle = `*{box-sizing:border-box;-webkit-tap-highlight-color:transparent}
html,body{height:100%;margin:0}
body{display:grid;grid-template:auto minmax(0,1fr)/minmax(0,1fr) 22rem;background:var(--bg);color:var(--text);
font:15px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,Helvetica,Arial,sans-serif}
header{grid-column:1/-1;display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:center;padding:.6rem 1rem;border-bottom:1px solid var(--frame)}
h1{font-size:1.1rem;margin:0;overflow-wrap:anywhere}h2{font-size:1rem;margin:0 0 .4rem;overflow-wrap:anywhere}
h3{font-size:.85rem;margin:.9rem 0 .2rem;color:var(--soft);font-weight:600}
.sum{color:var(--soft);margin:0;flex:1 1 16rem}
form{display:flex;flex-wrap:wrap;gap:.5rem;flex:1 1 100%;margin:0}
input,select,button{font:inherit;color:inherit;background:var(--panel);border:1px solid var(--line);border-radius:6px;padding:.3rem .6rem;min-height:2.2rem}
input{flex:1 1 10rem;min-width:0}select{flex:0 1 auto;min-width:0;max-width:16rem}
button{cursor:pointer}button:hover{border-color:var(--accent)}
:focus-visible{outline:2px solid var(--accent);outline-offset:1px}
output{align-self:center;color:var(--soft)}
main{position:relative;overflow:hidden;min-height:0}
#stage{position:absolute;inset:0;overflow:auto;cursor:grab}
#stage.live{overflow:hidden;touch-action:none}#stage.live svg{display:block;width:100%;height:100%;user-select:none;-webkit-user-select:none}
#stage.moving{cursor:grabbing}
.zoom{position:absolute;right:.6rem;bottom:.6rem;display:flex;gap:.3rem}
.zoom button{min-width:2.4rem;padding:.2rem .5rem}
.legend{pointer-events:none;position:absolute;left:.6rem;bottom:.6rem;margin:0;padding:.2rem .6rem;font-size:.8rem;background:var(--panel);border:1px solid var(--frame);border-radius:6px;color:var(--soft)}
.legend i{display:inline-block;width:.9em;height:.9em;border:1px solid var(--line);border-radius:3px;margin:0 .3em 0 .7em;vertical-align:-.1em;background:var(--open)}
.legend i:first-child{margin-left:0}.legend .done{background:var(--done);border-color:var(--done-line)}
.legend .started{background:var(--started);border-color:var(--started-line)}.legend .critical{border:2px solid var(--critical)}
aside{border-left:1px solid var(--frame);overflow:auto;padding:.8rem 1rem;min-height:0}
dl{display:grid;grid-template-columns:auto 1fr;gap:.1rem .8rem;margin:0}dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
pre{white-space:pre-wrap;overflow-wrap:anywhere;font:13px/1.4 ui-monospace,Consolas,monospace;background:var(--panel);padding:.5rem;border-radius:6px;margin:.2rem 0}
aside ul{list-style:none;margin:0;padding:0}aside li button{display:block;width:100%;text-align:left;background:none;border-color:transparent;padding:.25rem .4rem;min-height:0;overflow-wrap:anywhere}
aside li button:hover,aside li button[aria-current]{background:var(--panel);border-color:var(--frame)}
#details{padding-bottom:.8rem;margin-bottom:.8rem;border-bottom:1px solid var(--frame)}#details:empty{display:none}
#stage .graph>text{display:none}#stage .node{cursor:pointer}#stage .node:focus{outline:none}
#stage .node:focus-visible path,#stage .node.here path,#stage .node.here polygon{stroke:var(--accent);stroke-width:3}
#stage .edge.near path{stroke:var(--accent);stroke-width:2.5}#stage .edge.near polygon{stroke:var(--accent);fill:var(--accent)}
#stage .off{opacity:.13}
.note{margin:0;flex:1 1 100%;color:var(--soft)}
[hidden]{display:none!important}
@media (max-width:760px){body{height:auto;min-height:100%;grid-template:auto 58vh auto/minmax(0,1fr)}aside{border-left:0;border-top:1px solid var(--frame);overflow:visible}
header{padding:.5rem .7rem}h1{flex:1 1 100%}.sum{flex-basis:100%;font-size:.85rem}input{flex-basis:100%}select{flex:1 1 8rem}.legend{font-size:.72rem;bottom:3.3rem}input,select{font-size:16px}}
@media print{header form,.zoom{display:none}}
`
