/tmp/tmp.hmuDFQvr0M
