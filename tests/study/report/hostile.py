"""Texts that try to be more than texts."""

HOSTILE = (
    "<script>alert(1)</script>",
    "</script><script>alert(2)</script>",
    "</title><img src=x onerror=alert(3)>",
    '" onload="alert(4)',
    "<!-- ",
    "]]><svg/onload=alert(5)>",
    "&lt;b&gt; &amp; '",
    "\u202eright to left\u2066",
    "control \x00\x08\x1b sign",
    '<script type="application/json" id="descent-lab-study">{}</script>',
    "a\nb\r\nc",
    "x" * 5000,
)
