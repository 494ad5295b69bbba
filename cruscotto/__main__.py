"""Run the command line as `python -m cruscotto`."""

from cruscotto.cli import main

if __name__ == "__main__":
    main()
