"""The pages a job specialist reads, in bokmål: route, template and stylesheet together."""
