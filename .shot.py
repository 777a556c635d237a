import sys
from playwright.sync_api import sync_playwright
out, page_, dest = sys.argv[1:4]
with sync_playwright() as p:
    b=p.chromium.launch(executable_path="/usr/bin/chromium",args=["--no-sandbox","--disable-gpu","--disable-quic","--no-first-run","--disable-background-networking","--disable-component-update","--disable-sync"])
    for w in (360,768,1440):
        for scheme in ("light","dark"):
            c=b.new_context(viewport={"width":w,"height":900},color_scheme=scheme)
            g=c.new_page(); g.goto(f"file://{out}/{page_}")
            print(w, scheme, g.evaluate("document.documentElement.scrollWidth"), g.evaluate("document.documentElement.scrollHeight"))
            if len(sys.argv)>4: g.evaluate(f"window.scrollTo(0,{sys.argv[4]})")
            g.screenshot(path=f"{dest}/{w}-{scheme}.png", full_page=False)
            c.close()
    b.close()
