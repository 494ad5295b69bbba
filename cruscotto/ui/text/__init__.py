"""Words on the screens: figures in words, notes, states, the audience."""
