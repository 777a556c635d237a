import time,sys
from pathlib import Path
from casebook.load.directory import load
from casebook.model import Model
from casebook.edit.edit import edit
from casebook.editions.content import *
m,p=load(Path(sys.argv[1]),Model()); e,_=edit(m)
t=time.perf_counter(); d,c=present(e); print(id_of(d), time.perf_counter()-t, len(canonical(c)))
