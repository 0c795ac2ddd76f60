"""Services and their components: the list, one component with the clients that use it, and their forms."""
