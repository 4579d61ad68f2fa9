"""The sample company that `xlcost demo` uses; may import inputs and below."""
