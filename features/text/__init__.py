"""Norwegian work language: what people say about work, and which occupations and work conditions they speak of."""
