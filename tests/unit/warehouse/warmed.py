"""What an import works out once in a process: a server of processes that has it hands it on."""

from cruscotto.warehouse.build import build_order

build_order()
