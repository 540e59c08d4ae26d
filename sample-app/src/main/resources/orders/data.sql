insert into orders (id, number, customer, status, created_at) values
	(1, 'A-1001', 'Ada', 'PAID', current_timestamp),
	(2, 'A-1002', 'Grace', 'PAID', current_timestamp),
	(3, 'A-1003', 'Edsger', 'DECLINED', current_timestamp),
	(4, 'A-1004', 'Barbara', 'PAID', current_timestamp),
	(5, 'A-1005', 'Ada', 'PAID', current_timestamp),
	(6, 'A-1006', 'Tony', 'NEW', current_timestamp),
	(7, 'A-1007', 'Frances', 'PAID', current_timestamp),
	(8, 'A-1008', 'Donald', 'PAID', current_timestamp),
	(9, 'A-1009', 'Margaret', 'PAID', current_timestamp),
	(10, 'A-1010', 'Alan', 'PAID', current_timestamp);

insert into order_line (order_id, sku, quantity, unit_price)
	select id, 'notebook', 1 + mod(id, 3), 4.90 from orders;

insert into order_line (order_id, sku, quantity, unit_price)
	select id, 'pencil', 1 + mod(id, 5), 0.80 from orders;
