"""The data contract: what each published format holds, by column."""
