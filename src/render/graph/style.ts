/**
 * Colours of pictures as a style sheet, for light and for dark: states by fill and border, the critical path by a border
 * and arrows of its own. Contrast of text is at least 4.5 to 1 in both.
 */
export const colors = `:root,svg{--bg:#ffffff;--panel:#f6f8fa;--text:#1f2328;--soft:#57606a;--line:#8c959f;--frame:#d0d7de;
--open:#ffffff;--done:#dafbe1;--done-line:#1a7f37;--started:#fff8c5;--started-line:#9a6700;--critical:#cf222e;--accent:#0969da}
@media (prefers-color-scheme:dark){:root,svg{--bg:#0d1117;--panel:#161b22;--text:#e6edf3;--soft:#9da7b3;--line:#7d8590;--frame:#30363d;
--open:#161b22;--done:#12361f;--done-line:#3fb950;--started:#3a2d05;--started-line:#d29922;--critical:#ff7b72;--accent:#58a6ff}}
`

/** The shapes that Graphviz draws, by the classes that `dotGraph` gives them. */
export const graphStyle = `.graph text{fill:var(--text)}
.cluster path,.cluster polygon{stroke:var(--frame);fill:none}.cluster text{fill:var(--soft)}
.node path,.node polygon{fill:var(--open);stroke:var(--line)}
.node.done path,.node.done polygon{fill:var(--done);stroke:var(--done-line)}
.node.started path,.node.started polygon{fill:var(--started);stroke:var(--started-line)}
.node.critical path,.node.critical polygon{stroke:var(--critical)}
.node.junction ellipse{fill:var(--line);stroke:var(--line)}
.edge path{stroke:var(--line)}.edge polygon{stroke:var(--line);fill:var(--line)}
.edge.critical path{stroke:var(--critical)}.edge.critical polygon{stroke:var(--critical);fill:var(--critical)}
`

/** Fonts as Graphviz measures them. */
export const FONT = 'Verdana,DejaVu Sans,Helvetica,Arial,sans-serif'
