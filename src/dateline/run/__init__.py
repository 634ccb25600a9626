"""The order of the stages, and the engines that drive them."""
