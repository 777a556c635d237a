import time,sys
from pathlib import Path
from casebook.load.directory import load
from casebook.model import Model
from casebook.render.withheld import _in_file
from casebook.edit.edit import edit
m,p=load(Path(sys.argv[1]),Model()); print(m.frozen, len(m.withheld.names))
h=m.frozen[0]
for i in range(2):
    t=time.perf_counter(); print(list(_in_file(m.withheld, m.root/h.file, h.file)), time.perf_counter()-t)
from casebook.editions.frozen import read_edition
t=time.perf_counter(); s=read_edition(m.root,h); print("read",time.perf_counter()-t)
from casebook.editions.compare import compare
from casebook.editions.snapshot import snapshot_of
e,_=edit(m); 
t=time.perf_counter(); n=snapshot_of(e); print("snap",time.perf_counter()-t)
t=time.perf_counter(); c=compare(s,n,e.interface); print("compare",len(c),time.perf_counter()-t)
