"""ПОС, «Госуслуги. Решаем вместе»: the export of a municipality's cabinet."""
